import type { FormErrors } from '@/lib/use-fields'
import { ApiProblem, describe } from './problem'

/** A problem as messages by field id; what belongs to no field stands at the top. */
export function fieldErrors(error: unknown): FormErrors {
  const entries =
    error instanceof ApiProblem
      ? Object.entries(error.errors).map(([field, [first]]) => [field, first?.message ?? error.message])
      : []
  return entries.length > 0 ? (Object.fromEntries(entries) as FormErrors) : { '': describe(error) }
}
