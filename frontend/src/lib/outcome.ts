import { ApiProblem } from './api/problem'

/** What is known after an attempt that moves money or opens something. */
export type Failure =
  | { readonly kind: 'declined'; readonly problem: ApiProblem }
  | { readonly kind: 'busy' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'unknown' }

// The bank rolled everything back and says so. Any other 5xx may come from something between here and there,
// and `outcome_unknown` is the bank itself not knowing.
const nothingHappened = new Set(['try_again', 'ledger_busy', 'business_day_closed'])

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiProblem)) return { kind: 'unknown' }
  if (error.status === 401) return { kind: 'signed_out' }
  if (nothingHappened.has(error.code) || error.status === 429) return { kind: 'busy' }
  if (error.status >= 500 || error.status === 408) return { kind: 'unknown' }
  return { kind: 'declined', problem: error }
}
