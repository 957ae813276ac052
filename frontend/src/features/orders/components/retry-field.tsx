import { SelectField } from '@/components/select-field'

interface RetryFieldProps {
  id: string
  name: string
  value: string
  onChange: (event: { target: { value: string } }) => void
}

/** What happens on a day without enough money. */
export function RetryField(field: RetryFieldProps) {
  return (
    <SelectField label="If there is not enough money" hint="We tell you when a payment could not be made." {...field}>
      <option value="0">Leave that payment out</option>
      {[1, 2, 3, 4, 5].map((days) => (
        <option key={days} value={days}>
          Try again for {days} {days === 1 ? 'day' : 'days'}
        </option>
      ))}
    </SelectField>
  )
}
