import { TextField, type TextFieldProps } from './text-field'

/** One field, never six boxes: a pasted or autofilled code must work. */
export function CodeField(field: TextFieldProps) {
  return <TextField type="text" inputMode="numeric" autoComplete="one-time-code" className="code-input" {...field} />
}
