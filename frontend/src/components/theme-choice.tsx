import { useState } from 'react'
import { chooseTheme, type ThemeChoice as Choice, themeChoice } from '@/lib/theme'

const choices: readonly { value: Choice; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function ThemeChoice() {
  const [chosen, setChosen] = useState(themeChoice)
  return (
    <fieldset className="choices choices-pair">
      <legend className="visually-hidden">Theme</legend>
      {choices.map(({ value, label }) => (
        <div key={value} className="choice">
          <input
            type="radio"
            id={`theme-${value}`}
            name="theme"
            checked={chosen === value}
            onChange={() => {
              chooseTheme(value)
              setChosen(value)
            }}
          />
          <label htmlFor={`theme-${value}`}>{label}</label>
        </div>
      ))}
    </fieldset>
  )
}
