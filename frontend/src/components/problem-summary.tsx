import { useEffect, useRef } from 'react'
import type { FormErrors } from '@/lib/use-fields'
import { Icon } from './icon'

/** Takes the focus each time a form is refused; each message leads to its field. */
export function ProblemSummary({ errors }: { errors: FormErrors }) {
  const box = useRef<HTMLDivElement>(null)
  const entries = Object.entries(errors)
  const isShown = entries.length > 0
  useEffect(() => {
    if (isShown) box.current?.focus()
  }, [errors, isShown])

  if (!isShown) return null
  return (
    <div ref={box} className="problem-summary" role="alert" tabIndex={-1} aria-labelledby="problem-title">
      <h2 id="problem-title">
        <Icon name="alert" /> There is a problem
      </h2>
      <ul>
        {entries.map(([field, message]) => (
          <li key={field}>{field ? <FieldLink field={field} message={message} /> : message}</li>
        ))}
      </ul>
    </div>
  )
}

function FieldLink({ field, message }: { field: string; message: string }) {
  return (
    <a
      href={`#${field}`}
      onClick={(event) => {
        event.preventDefault()
        document.getElementById(field)?.focus()
      }}
    >
      {message}
    </a>
  )
}
