import type { AccountType } from '@/lib/api/types'
import { formatMoney, fromWire } from '@/lib/money'

interface AccountTypeChoiceProps {
  types: readonly AccountType[]
  /** What a type earns, as a sentence; empty where nothing is known. */
  interestOf: (code: string) => string
  value: string
  error?: string | undefined
  onChange: (id: string) => void
}

export function AccountTypeChoice({ types, interestOf, value, error, onChange }: AccountTypeChoiceProps) {
  return (
    <fieldset className="choices" id="account_type" tabIndex={-1}>
      <legend>Account type</legend>
      {error && <p className="field-error">{error}</p>}
      {types.map((type) => (
        <div key={type.id} className="choice">
          <input
            type="radio"
            id={`type-${type.id}`}
            name="account_type"
            checked={value === type.id}
            aria-describedby={`type-${type.id}-about`}
            onChange={() => {
              onChange(type.id)
            }}
          />
          <label htmlFor={`type-${type.id}`}>{type.name}</label>
          <p id={`type-${type.id}-about`}>
            {type.description} {terms(type)} {interestOf(type.code)}
          </p>
        </div>
      ))}
    </fieldset>
  )
}

function terms({ currency, minimum_opening, overdraft_limit }: AccountType): string {
  const minimum = fromWire(minimum_opening, currency)
  const overdraft = fromWire(overdraft_limit, currency)
  const parts = [`Kept in ${currency}.`]
  if (minimum.minor > 0n) parts.push(`Start with at least ${formatMoney(minimum)}.`)
  if (overdraft.minor > 0n) parts.push(`Overdraft up to ${formatMoney(overdraft)}.`)
  return parts.join(' ')
}
