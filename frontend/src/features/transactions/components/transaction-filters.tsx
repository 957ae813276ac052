import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { useSearchParams } from 'react-router'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { amountProblemText } from '@/lib/amount-words'
import { parseAmount, toWire } from '@/lib/money'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { filtersFrom, withFilters } from '../filter-params'
import { orders, typeWords } from '../transaction-words'

/** Mounted anew when the address changes, so the fields always show what the list shows. */
export function TransactionFilters({ currency }: { currency: string }) {
  const [params, setParams] = useSearchParams()
  const { values, bind } = useFields(filtersFrom(params))
  const [errors, setErrors] = useState<FormErrors>({})

  function apply(event: FormEvent) {
    event.preventDefault()
    const min = amountFilter(values.min_amount, currency)
    const max = amountFilter(values.max_amount, currency)
    const wrong: Record<string, string> = {}
    if (min.error) wrong.min_amount = min.error
    if (max.error) wrong.max_amount = max.error
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    setParams(withFilters(params, { ...values, text: values.text.trim(), min_amount: min.wire, max_amount: max.wire }), {
      preventScrollReset: true,
    })
  }

  return (
    <form className="filters" role="search" aria-label="Filter transactions" noValidate onSubmit={apply}>
      <ProblemSummary errors={errors} />
      <TextField label="Text" hint="In the note or the name." type="search" autoComplete="off" {...bind('text')} />
      <div className="filter-grid">
        <SelectField label="Type" {...bind('type')}>
          <option value="">All types</option>
          {Object.entries(typeWords).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <SelectField label="Order" {...bind('order')}>
          {Object.entries(orders).map(([value, label]) => (
            <option key={value} value={value === '-posted_at' ? '' : value}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextField label="From date" type="date" {...bind('from_date')} />
        <TextField label="To date" type="date" {...bind('to_date')} />
        <TextField label="Lowest amount" inputMode="decimal" autoComplete="off" error={errors.min_amount} {...bind('min_amount')} />
        <TextField label="Highest amount" inputMode="decimal" autoComplete="off" error={errors.max_amount} {...bind('max_amount')} />
      </div>
      <Button type="submit">Apply filters</Button>
    </form>
  )
}

function amountFilter(text: string, currency: string): { wire: string; error?: string } {
  if (text.trim() === '') return { wire: '' }
  const parsed = parseAmount(text, currency)
  return parsed.ok ? { wire: toWire(parsed.money) } : { wire: '', error: amountProblemText(parsed.problem, currency) }
}
