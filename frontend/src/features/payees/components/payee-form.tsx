import { type FormEvent, useState } from 'react'
import { Icon } from '@/components/icon'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { ApiProblem, isProblem } from '@/lib/api/problem'
import type { NameCheck, Payee } from '@/lib/api/types'
import { compactIban, ibanProblem } from '@/lib/iban'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useAddPayee, useNameCheck } from '../api/payees'
import { checkWords, refusals } from '../payee-words'

interface Checked {
  readonly of: string
  readonly result: NameCheck
}

/** First the name is compared, then the payee is saved, which the bank wants confirmed. */
export function PayeeForm({ onSaved }: { onSaved: (payee: Payee) => void }) {
  const { values, bind } = useFields({ name: '', account: '', nickname: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const [checked, setChecked] = useState<Checked | null>(null)
  const check = useNameCheck()
  const add = useAddPayee()
  const name = values.name.trim()
  const account = compactIban(values.account)
  const asked = `${account} ${name}`
  // Another name or account has not been compared.
  const result = checked?.of === asked ? checked.result : null
  const isBusy = check.isPending || add.isPending

  const refuse = (error: unknown) => {
    if (isProblem(error, 'step_up_required')) return
    const known = error instanceof ApiProblem ? refusals[error.code] : undefined
    setErrors(known ? { account: known } : fieldErrors(error))
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const missing: Record<string, string> = {}
    if (!name) missing.name = 'Enter the name of the person or the company.'
    const wrong = ibanProblem(values.account)
    if (wrong) missing.account = wrong
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    if (result === null) {
      check.mutate(
        { account, name },
        {
          onSuccess: (found) => {
            setChecked({ of: asked, result: found })
          },
          onError: refuse,
        },
      )
      return
    }
    const nickname = values.nickname.trim()
    add.mutate({ account, name, ...(nickname && { nickname }) }, { onSuccess: onSaved, onError: refuse })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="Name" hint="As their bank knows them." autoComplete="off" error={errors.name} {...bind('name')} />
      <TextField
        label="IBAN"
        hint="Spaces do not matter."
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        className="iban"
        error={errors.account}
        {...bind('account')}
      />
      <TextField
        label="Nickname (optional)"
        hint="What you call them, such as Landlord. Only you see it."
        maxLength={40}
        autoComplete="off"
        error={errors.nickname}
        {...bind('nickname')}
      />
      <div role="status" className="check-place">
        {result && <NameCheckResult result={result} />}
      </div>
      <SubmitButton busy={isBusy}>{buttonFor(result)}</SubmitButton>
    </form>
  )
}

function buttonFor(result: NameCheck | null): string {
  if (result === null) return 'Check the name'
  return result === 'match' ? 'Save payee' : 'Save payee anyway'
}

function NameCheckResult({ result }: { result: NameCheck }) {
  const { title, about } = checkWords[result]
  const looks = { match: 'outcome-good', close_match: 'outcome-busy', no_match: 'outcome-declined' } as const
  return (
    <div className={`outcome ${looks[result]}`}>
      <Icon name={result === 'match' ? 'check' : 'alert'} size={24} />
      <div>
        <h2>{title}</h2>
        <p>{about}</p>
      </div>
    </div>
  )
}
