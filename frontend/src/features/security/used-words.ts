import { formatInstant } from '@/lib/format'

interface Used {
  readonly created_at: number
  readonly last_used_at: number | null
}

/** Since when, and when last; both are seconds since 1970. */
export function usedWords({ created_at: created, last_used_at: used }: Used): string {
  const added = `Added ${instantOf(created)}`
  return used === null ? `${added}, not used yet` : `${added}, last used ${instantOf(used)}`
}

export function instantOf(seconds: number): string {
  return formatInstant(new Date(seconds * 1000).toISOString())
}
