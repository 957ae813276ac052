import { type FormEvent, useState } from 'react'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { ErrorState, Skeleton } from '@/components/states'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { checkAmount } from '@/lib/check-amount'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { type Plan, useProjection } from '../api/get-interest'
import { ProjectionResult } from './projection-result'

const mostDays = 3660

interface ProjectionFormProps {
  accountType: string
  currency: string
}

/** What an amount would earn in a term, at today's rate. */
export function ProjectionForm({ accountType, currency }: ProjectionFormProps) {
  const { values, bind } = useFields({ projected_amount: '', days: '365' })
  const [errors, setErrors] = useState<FormErrors>({})
  const [plan, setPlan] = useState<Plan | null>(null)
  const projection = useProjection(plan)

  function submit(event: FormEvent) {
    event.preventDefault()
    const amount = checkAmount(values.projected_amount, currency)
    const days = /^[1-9]\d{0,3}$/.test(values.days) ? Number(values.days) : 0
    setErrors({
      ...('error' in amount && { projected_amount: amount.error }),
      ...((days === 0 || days > mostDays) && { days: `Enter a whole number of days, from 1 to ${String(mostDays)}.` }),
    })
    if ('wire' in amount && days > 0 && days <= mostDays) setPlan({ account_type: accountType, amount: amount.wire, currency, days })
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <ProblemSummary errors={errors} />
        <AmountInput currency={currency} error={errors.projected_amount} {...bind('projected_amount')} />
        <TextField
          label="For how many days"
          hint="A year is 365 days."
          inputMode="numeric"
          autoComplete="off"
          error={errors.days}
          {...bind('days')}
        />
        <SubmitButton busy={projection.isFetching}>Work it out</SubmitButton>
      </form>
      {plan && projection.isPending && <Skeleton rows={2} label="Working it out" />}
      {projection.isError && <ErrorState title="It could not be worked out" error={projection.error} onRetry={() => void projection.refetch()} />}
      {projection.data && <ProjectionResult projection={projection.data} />}
    </>
  )
}
