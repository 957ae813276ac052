import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Address } from '@/lib/api/types'
import { countries } from '@/lib/countries'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useMoveAddress } from '../api/addresses'
import { addressWords } from '../customer-words'

const blank = { kind: 'home', street: '', postal_code: '', city: '', region: '', country: '' }

/** A new address from today on; the one of the same kind goes to the history. */
export function AddressForm({ customerId, onSaved }: { customerId: string; onSaved: (kind: Address['kind']) => void }) {
  const { values, set, bind } = useFields(blank)
  const [errors, setErrors] = useState<FormErrors>({})
  const [all] = useState(countries)
  const move = useMoveAddress(customerId)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (move.isPending) return
    const missing: Record<string, string> = {}
    if (!values.street.trim()) missing.street = 'Enter the street and the number.'
    if (!values.city.trim()) missing.city = 'Enter the town or city.'
    if (!values.country) missing.country = 'Choose the country.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    const kind = values.kind as Address['kind']
    const { street, postal_code, city, region, country } = values
    move.mutate(
      { kind, street: street.trim(), postal_code: postal_code.trim(), city: city.trim(), region: region.trim(), country },
      {
        onSuccess: () => {
          for (const name of ['street', 'postal_code', 'city', 'region'] as const) set(name, '')
          onSaved(kind)
        },
        onError: (error) => {
          setErrors(fieldErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <SelectField label="What it is for" error={errors.kind} {...bind('kind')}>
        {Object.entries(addressWords).map(([kind, word]) => (
          <option key={kind} value={kind}>
            {word}
          </option>
        ))}
      </SelectField>
      <TextField label="Street and number" autoComplete="street-address" error={errors.street} {...bind('street')} />
      <TextField label="Postal code" autoComplete="postal-code" error={errors.postal_code} {...bind('postal_code')} />
      <TextField label="Town or city" autoComplete="address-level2" error={errors.city} {...bind('city')} />
      <TextField label="Region (optional)" autoComplete="address-level1" error={errors.region} {...bind('region')} />
      <SelectField label="Country" error={errors.country} {...bind('country')}>
        <option value="">Choose a country</option>
        {all.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SubmitButton busy={move.isPending}>Save the address</SubmitButton>
    </form>
  )
}
