import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Customer } from '@/lib/api/types'
import { languages } from '@/lib/languages'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useChangeContact } from '../api/change-contact'

interface ContactFormProps {
  customer: Customer
  fallback: { email: string; phone: string }
  onSaved: () => void
}

const names = ['phone', 'email', 'occupation', 'language'] as const

/** Only what was changed is sent. */
export function ContactForm({ customer, fallback, onSaved }: ContactFormProps) {
  const [before] = useState({
    phone: customer.phone || fallback.phone,
    email: customer.email || fallback.email,
    occupation: customer.occupation,
    language: customer.language,
  })
  const { values, bind } = useFields(before)
  const [errors, setErrors] = useState<FormErrors>({})
  const save = useChangeContact()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (save.isPending) return
    const missing: Record<string, string> = {}
    if (!values.phone.trim()) missing.phone = 'Enter your phone number.'
    if (!values.email.trim()) missing.email = 'Enter your e-mail address.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    const changed = names.filter((name) => values[name].trim() !== before[name])
    if (changed.length === 0) {
      onSaved()
      return
    }
    save.mutate(Object.fromEntries(changed.map((name) => [name, values[name].trim()])), {
      onSuccess: onSaved,
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="Phone"
        hint="With the country code, such as +44 7700 900123."
        type="tel"
        autoComplete="tel"
        error={errors.phone}
        {...bind('phone')}
      />
      <TextField
        label="E-mail"
        hint="Where we write to. You sign in with the address under Security."
        type="email"
        autoComplete="email"
        error={errors.email}
        {...bind('email')}
      />
      <TextField label="Occupation (optional)" autoComplete="organization-title" error={errors.occupation} {...bind('occupation')} />
      <SelectField label="Language of our letters" error={errors.language} {...bind('language')}>
        {!(values.language in languages) && <option value={values.language}>{values.language || 'Not given'}</option>}
        {Object.entries(languages).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </SelectField>
      <SubmitButton busy={save.isPending}>Save</SubmitButton>
    </form>
  )
}
