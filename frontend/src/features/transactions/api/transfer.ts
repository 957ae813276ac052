import { api, unwrap } from '@/lib/api/client'
import type { Transfer } from '@/lib/api/types'
import type { Draft } from '../draft'

export function transfer(draft: Draft, key: string): Promise<Transfer> {
  const { account, amount, currency, note, to = '' } = draft
  const params = { header: { 'Idempotency-Key': key } }
  const body = { from_account: account, to_account: to, amount, currency, ...(note && { note }) }
  return unwrap(api.POST('/api/v1/transfers', { params, body }))
}
