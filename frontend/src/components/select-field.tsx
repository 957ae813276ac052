import type { ChangeEvent, ReactNode } from 'react'
import Form from 'react-bootstrap/Form'

interface SelectFieldProps {
  id: string
  name: string
  label: string
  value: string
  onChange: (event: ChangeEvent<HTMLSelectElement>) => void
  children: ReactNode
  hint?: string | undefined
  error?: string | undefined
}

export function SelectField({ id, label, hint, error, children, ...select }: SelectFieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <Form.Label htmlFor={id}>{label}</Form.Label>
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      <Form.Select
        id={id}
        isInvalid={Boolean(error)}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        {...select}
      >
        {children}
      </Form.Select>
      {hint && (
        <div id={`${id}-hint`} className="field-hint" aria-live="polite">
          {hint}
        </div>
      )}
    </div>
  )
}
