import { eventWords } from '../webhook-words'

interface EventChoiceProps {
  chosen: readonly string[]
  error?: string | undefined
  onChange: (chosen: readonly string[]) => void
}

/** What it is told, one box each. */
export function EventChoice({ chosen, error, onChange }: EventChoiceProps) {
  return (
    <fieldset className="choices choices-pair" id="events" tabIndex={-1}>
      <legend>It is told that</legend>
      {error && <p className="field-error">{error}</p>}
      {Object.entries(eventWords).map(([event, word]) => (
        <div key={event} className="choice">
          <input
            type="checkbox"
            id={`event-${event}`}
            checked={chosen.includes(event)}
            aria-describedby={`event-${event}-name`}
            onChange={(change) => {
              onChange(change.target.checked ? [...chosen, event] : chosen.filter((each) => each !== event))
            }}
          />
          <label htmlFor={`event-${event}`}>{word}</label>
          <p id={`event-${event}-name`}>
            <code>{event}</code>
          </p>
        </div>
      ))}
    </fieldset>
  )
}
