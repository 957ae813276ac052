const choices = [
  { value: 'own', label: 'My own account', about: 'Between two of your accounts.' },
  { value: 'other', label: 'Someone else', about: 'To any IBAN at this bank.' },
] as const

export function PayeeChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <fieldset className="choices choices-pair">
      <legend>Who receives it?</legend>
      {choices.map((choice) => (
        <div key={choice.value} className="choice">
          <input
            type="radio"
            id={`payee-${choice.value}`}
            name="payee"
            checked={value === choice.value}
            aria-describedby={`payee-${choice.value}-about`}
            onChange={() => {
              onChange(choice.value)
            }}
          />
          <label htmlFor={`payee-${choice.value}`}>{choice.label}</label>
          <p id={`payee-${choice.value}-about`}>{choice.about}</p>
        </div>
      ))}
    </fieldset>
  )
}
