import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { today } from '@/lib/today'
import { type FormErrors, useFields } from '@/lib/use-fields'
import type { Moment } from '../api/balance'
import { bases, type Basis, basisOf, localField } from '../moment-params'

interface MomentFormProps {
  moment: Moment
  onChoose: (moment: Moment) => void
}

const hints: Record<Basis, string> = {
  now: 'All that is posted.',
  day: 'What counts by value date: what interest is computed from.',
  instant: 'What the bank had posted by then, whatever day it counts for.',
}

/** Which balance: now, at the end of a day, or at a moment. */
export function MomentForm({ moment, onChoose }: MomentFormProps) {
  const { values, bind } = useFields({
    basis: basisOf(moment) as string,
    day: moment.value_date ?? '',
    instant: moment.at ? localField(moment.at) : '',
  })
  const [errors, setErrors] = useState<FormErrors>({})
  const basis = values.basis as Basis

  function submit(event: FormEvent) {
    event.preventDefault()
    const missing: FormErrors = {
      ...(basis === 'day' && !values.day && { day: 'Choose the day.' }),
      ...(basis === 'instant' && !values.instant && { instant: 'Choose date and time.' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    if (basis === 'now') onChoose({})
    else onChoose(basis === 'day' ? { value_date: values.day } : { at: new Date(values.instant).toISOString() })
  }

  return (
    <form className="filters" noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <SelectField label="As of" hint={hints[basis]} {...bind('basis')}>
        {Object.entries(bases).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      {basis === 'day' && <TextField label="Day" type="date" max={today()} error={errors.day} {...bind('day')} />}
      {basis === 'instant' && (
        <TextField label="Date and time" type="datetime-local" error={errors.instant} {...bind('instant')} />
      )}
      <Button type="submit">Show it</Button>
    </form>
  )
}
