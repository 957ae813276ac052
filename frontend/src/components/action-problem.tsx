import { allauthErrors } from '@/lib/api/allauth-errors'

/** Why a button's action did not work, beside the button. */
export function ActionProblem({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p role="alert" className="field-error">
      {Object.values(allauthErrors(error)).join(' ')}
    </p>
  )
}
