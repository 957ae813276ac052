import type { InputHTMLAttributes, ReactNode } from 'react'
import Form from 'react-bootstrap/Form'

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'value'> {
  id: string
  label: string
  value: string
  hint?: ReactNode
  error?: string | undefined
  prefix?: string
}

export function TextField({ id, label, hint, error, prefix, className = '', ...input }: TextFieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const control = (
    <Form.Control
      id={id}
      className={className}
      isInvalid={Boolean(error)}
      aria-invalid={error ? true : undefined}
      aria-describedby={described || undefined}
      {...input}
    />
  )
  return (
    <div className="field">
      <Form.Label htmlFor={id}>{label}</Form.Label>
      {hint && (
        <div id={`${id}-hint`} className="field-hint">
          {hint}
        </div>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      {prefix ? (
        <div className="with-prefix">
          <span aria-hidden="true">{prefix}</span>
          {control}
        </div>
      ) : (
        control
      )}
    </div>
  )
}
