import type { ChangeEvent, ReactNode } from 'react'
import { symbolOf } from '@/lib/currency'
import { TextField } from './text-field'

interface AmountInputProps {
  id: string
  name: string
  value: string
  currency: string
  onChange: (event: ChangeEvent<HTMLInputElement>) => void
  error?: string | undefined
  hint?: ReactNode
  label?: string
}

/** Text, not a number field: scrolling must not change an amount, and pasting "€1,234.50" must work. */
export function AmountInput({ currency, label = 'Amount', ...field }: AmountInputProps) {
  return (
    <TextField
      {...field}
      label={`${label} in ${currency}`}
      prefix={symbolOf(currency)}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      className="amount-input"
    />
  )
}
