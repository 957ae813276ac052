import { useState } from 'react'

interface Changed {
  target: { value: string }
}

/** The state of a plain form: every field is a string until it is submitted. */
export function useFields<Names extends string>(initial: Record<Names, string>) {
  const [values, setValues] = useState(initial)
  const set = (name: Names, value: string) => {
    setValues((held) => ({ ...held, [name]: value }))
  }
  const bind = (name: Names) => ({
    id: name,
    name,
    value: values[name],
    onChange: (event: Changed) => {
      set(name, event.target.value)
    },
  })
  return { values, set, bind }
}

/** Messages by field id; the empty id is about the whole form. */
export type FormErrors = Readonly<Record<string, string>>
