import type { Limit } from '@/lib/api/types'
import { fromWire } from '@/lib/money'

export const kindWords: Record<Limit['kind'], string> = {
  transfer: 'One payment',
  day: 'Each day',
  week: 'Each week',
  month: 'Each month',
}

/** One row per limit and currency. Where products differ, the tightest counts for the eye; the bank counts each. */
export function tightestByCurrency(limits: readonly Limit[]): Map<string, Limit[]> {
  const byId = new Map<string, Limit>()
  for (const limit of limits) {
    const held = byId.get(limit.id)
    if (!held || minorOf(limit) < minorOf(held)) byId.set(limit.id, limit)
  }
  const found = new Map<string, Limit[]>()
  for (const limit of byId.values()) found.set(limit.currency, [...(found.get(limit.currency) ?? []), limit])
  return found
}

/** How much of a limit is used, from 0 to 1, for a bar. */
export function usedShare({ used, amount, currency }: Limit): number {
  const most = fromWire(amount, currency).minor
  if (most === 0n) return 1
  const share = Number((fromWire(used, currency).minor * 1000n) / most) / 1000
  return Math.min(share, 1)
}

function minorOf({ amount, currency }: Limit): bigint {
  return fromWire(amount, currency).minor
}
