import { api, unwrap } from '@/lib/api/client'
import type { Movement } from '@/lib/api/types'
import type { Draft } from '../draft'

export function withdraw(draft: Draft, key: string): Promise<Movement> {
  const { account, amount, currency, note } = draft
  const params = { header: { 'Idempotency-Key': key } }
  return unwrap(api.POST('/api/v1/withdrawals', { params, body: { account, amount, currency, ...(note && { note }) } }))
}
