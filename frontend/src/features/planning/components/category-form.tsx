import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { isProblem } from '@/lib/api/problem'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useCreateCategory } from '../api/create-category'

export function CategoryForm() {
  const { values, set, bind } = useFields({ name: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const create = useCreateCategory()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (create.isPending) return
    const name = values.name.trim()
    setErrors(name ? {} : { name: 'Enter a name.' })
    if (!name) return
    create.mutate(name, {
      onSuccess: () => {
        set('name', '')
      },
      onError: (error) => {
        setErrors(refusal(error, name))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="Name"
        hint="Such as Garden or Music lessons, up to 40 characters."
        autoComplete="off"
        maxLength={40}
        error={errors.name}
        {...bind('name')}
      />
      <SubmitButton busy={create.isPending}>Add category</SubmitButton>
      <p className="check-note" role="status">
        {create.isSuccess && `“${create.data.name}” was added.`}
      </p>
    </form>
  )
}

function refusal(error: unknown, name: string): FormErrors {
  if (isProblem(error, 'category_exists')) return { name: `There is a category “${name}” already. Choose another name.` }
  if (isProblem(error, 'too_many_categories')) return { '': 'You have as many categories of your own as one person can have.' }
  return fieldErrors(error)
}
