interface CheckFieldProps {
  id: string
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  error?: string | undefined
}

/** One thing to agree to. */
export function CheckField({ id, label, checked, onChange, error }: CheckFieldProps) {
  return (
    <div className="choices">
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      <div className="choice">
        <input
          type="checkbox"
          id={id}
          name={id}
          checked={checked}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => {
            onChange(event.target.checked)
          }}
        />
        <label htmlFor={id}>{label}</label>
      </div>
    </div>
  )
}
