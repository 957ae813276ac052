import { api, unwrap } from '@/lib/api/client'
import type { Transfer } from '@/lib/api/types'
import type { Draft } from '../draft'

export function transfer(draft: Draft, key: string): Promise<Transfer> {
  const { account, amount, currency, note, payee, to = '' } = draft
  const params = { header: { 'Idempotency-Key': key } }
  const recipient = payee === 'saved' ? { payee: to } : { to_account: to }
  const body = { from_account: account, ...recipient, amount, currency, ...(note && { note }) }
  return unwrap(api.POST('/api/v1/transfers', { params, body }))
}
