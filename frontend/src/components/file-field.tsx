import type { Ref } from 'react'
import Form from 'react-bootstrap/Form'
import { sizeWords } from '@/lib/size-words'

interface FileFieldProps {
  id: string
  label: string
  hint: string
  file: File | null
  /** What the browser offers, such as ".xml". */
  accept?: string
  error?: string | undefined
  ref?: Ref<HTMLInputElement>
  onChange: (file: File | null) => void
}

/** One file from the person's device, with its name and size once it is chosen. */
export function FileField({ id, label, hint, file, accept, error, ref, onChange }: FileFieldProps) {
  return (
    <div className="field">
      <Form.Label htmlFor={id}>{label}</Form.Label>
      <div id={`${id}-hint`} className="field-hint">
        {hint}
      </div>
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
      <input
        ref={ref}
        id={id}
        type="file"
        className={error ? 'form-control is-invalid' : 'form-control'}
        accept={accept}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
        onChange={(event) => {
          onChange(event.target.files?.[0] ?? null)
        }}
      />
      {file && (
        <p className="file-chosen" role="status">
          {file.name}, {sizeWords(file.size)}
        </p>
      )}
    </div>
  )
}
