import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { today } from '@/lib/today'
import type { FormErrors } from '@/lib/use-fields'
import type { OrderAnswers } from '../order-draft'
import { frequencyWords } from '../order-words'

interface Changed {
  target: { value: string }
}

interface RhythmFieldsProps {
  values: OrderAnswers
  errors: FormErrors
  bind: (name: keyof OrderAnswers) => { id: string; name: string; value: string; onChange: (event: Changed) => void }
}

const intervalLabels: Readonly<Record<string, string>> = {
  daily: 'Every how many days',
  weekly: 'Every how many weeks',
  monthly: 'Every how many months',
}

/** When it is paid, and until when. */
export function RhythmFields({ values, errors, bind }: RhythmFieldsProps) {
  const isOnce = values.frequency === 'once'
  return (
    <>
      <SelectField label="How often" {...bind('frequency')}>
        {Object.entries(frequencyWords).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
      <TextField
        label={isOnce ? 'Date' : 'First date'}
        type="date"
        min={today()}
        error={errors.first_date}
        {...bind('first_date')}
      />
      {!isOnce && (
        <>
          <TextField
            label={intervalLabels[values.frequency] ?? 'Every'}
            inputMode="numeric"
            autoComplete="off"
            error={errors.interval}
            {...bind('interval')}
          />
          {values.frequency === 'monthly' && (
            <SelectField
              label="Day of the month"
              hint="In a shorter month it is the last day."
              {...bind('day_of_month')}
            >
              <option value="">That of the first date</option>
              {Array.from({ length: 31 }, (_, index) => String(index + 1)).map((day) => (
                <option key={day} value={day}>
                  {day}
                </option>
              ))}
            </SelectField>
          )}
          <SelectField label="It ends" {...bind('end')}>
            <option value="never">When I cancel it</option>
            <option value="date">On a date</option>
            <option value="count">After a number of payments</option>
          </SelectField>
          {values.end === 'date' && (
            <TextField label="Last day" type="date" min={values.first_date} error={errors.end_date} {...bind('end_date')} />
          )}
          {values.end === 'count' && (
            <TextField
              label="Number of payments"
              inputMode="numeric"
              autoComplete="off"
              error={errors.max_executions}
              {...bind('max_executions')}
            />
          )}
        </>
      )}
    </>
  )
}
