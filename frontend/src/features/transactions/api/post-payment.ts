import { useQueryClient } from '@tanstack/react-query'
import type { Draft } from '../draft'
import type { PaymentKind } from '../kinds'
import { type Posted, storeReceipt } from '../receipt-store'
import { applyBalances } from './apply-balances'
import { deposit } from './deposit'
import { transfer } from './transfer'
import { withdraw } from './withdraw'

const calls: Record<PaymentKind, (draft: Draft, key: string) => Promise<Posted>> = {
  deposit,
  withdrawal: withdraw,
  transfer,
}

export function usePostPayment(kind: PaymentKind) {
  const client = useQueryClient()
  return async (draft: Draft, key: string): Promise<Posted> => {
    const posted = await calls[kind](draft, key)
    applyBalances(client, posted.balances)
    storeReceipt(posted)
    return posted
  }
}
