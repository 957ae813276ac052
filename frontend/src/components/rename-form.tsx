import { type FormEvent, useId, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from './action-problem'
import { TextField } from './text-field'

interface RenameFormProps {
  label: string
  name: string
  maxLength: number
  isPending: boolean
  error: unknown
  onSave: (name: string) => void
  onCancel: () => void
}

/** A name, changed where it stands. */
export function RenameForm({ label, name, maxLength, isPending, error, onSave, onCancel }: RenameFormProps) {
  const [typed, setTyped] = useState(name)
  const id = useId()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isPending) onSave(typed.trim())
  }

  return (
    <form noValidate className="rename" onSubmit={submit}>
      <TextField
        id={id}
        label={label}
        value={typed}
        maxLength={maxLength}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value)
        }}
      />
      <ActionProblem error={error} />
      <span className="factor-actions">
        <Button type="submit" size="sm" aria-disabled={isPending}>
          Save
        </Button>
        <Button variant="outline-primary" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    </form>
  )
}
