import type { SummaryRow } from '@/components/summary-list'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { formatIban } from '@/lib/format'
import { formatMoney, fromWire } from '@/lib/money'
import type { Draft } from './draft'
import type { PaymentKind } from './kinds'

/** The draft in words. Without `changeTo` nothing may be edited. */
export function answerRows(
  kind: PaymentKind,
  draft: Draft,
  accounts: readonly Account[],
  changeTo: string | undefined,
): SummaryRow[] {
  const change = changeTo === undefined ? {} : { changeTo }
  const own = (id: string) => {
    const account = accounts.find((each) => each.id === id)
    return account ? `${accountName(account)} ···${lastFour(account.number)}` : 'An account of yours'
  }
  const rows: SummaryRow[] = []
  if (kind !== 'deposit') rows.push({ term: 'From', value: own(draft.account), ...change })
  if (kind === 'deposit') rows.push({ term: 'To', value: own(draft.account), ...change })
  if (kind === 'transfer') {
    const to = draft.to ?? ''
    rows.push({ term: 'To', value: draft.payee === 'own' ? own(to) : formatIban(to), ...change })
  }
  rows.push({ term: 'Amount', value: formatMoney(fromWire(draft.amount, draft.currency)), ...change })
  rows.push({ term: 'Note', value: draft.note || 'None', ...change })
  return rows
}
