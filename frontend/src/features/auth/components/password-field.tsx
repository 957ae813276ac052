import { useState } from 'react'
import { TextField, type TextFieldProps } from '@/components/text-field'

/** Pasting and password managers are welcome; what was typed can be shown. */
export function PasswordField(field: TextFieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <div className="password-field">
      <TextField {...field} type={isShown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <button
        type="button"
        className="password-reveal"
        onClick={() => {
          setShown(!isShown)
        }}
      >
        {isShown ? 'Hide' : 'Show'} <span className="visually-hidden">password</span>
      </button>
    </div>
  )
}
