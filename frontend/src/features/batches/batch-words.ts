import type { Batch, BatchTry } from '@/lib/api/types'

export const statusWords: Record<Batch['status'], string> = {
  posting: 'Being posted',
  posted: 'Posted',
  partly_posted: 'Posted in part',
  refused: 'Nothing was posted',
}

export const tryWords: Record<BatchTry['status'], string> = {
  posted: 'All of it can be posted',
  partly_posted: 'A part of it can be posted',
  refused: 'Nothing of it would be posted',
}

export const modeWords: Record<Batch['mode'], string> = {
  all_or_nothing: 'All payments, or none',
  best_effort: 'Each payment that can be made',
}

export function countWords({ count, posted, refused }: { count: number; posted: number; refused: number }): string {
  return `${String(posted)} of ${String(count)} posted${refused > 0 ? `, ${String(refused)} refused` : ''}`
}
