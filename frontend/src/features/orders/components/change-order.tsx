import { type FormEvent, useState } from 'react'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { isProblem } from '@/lib/api/problem'
import type { StandingOrder } from '@/lib/api/types'
import { today } from '@/lib/today'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useChangeOrder } from '../api/orders'
import { answersOf, type ChangeAnswers, checkChange } from '../order-change'
import { RetryField } from './retry-field'

interface ChangeOrderProps {
  order: StandingOrder
  onChanged: () => void
}

/** Another amount, note or end, from the next payment on. Nothing where the order is over. */
export function ChangeOrder({ order, onChanged }: ChangeOrderProps) {
  const { values, bind } = useFields<keyof ChangeAnswers>({ ...answersOf(order) })
  const [errors, setErrors] = useState<FormErrors>({})
  const change = useChangeOrder(order.id)
  if (order.status === 'completed' || order.status === 'cancelled') return null

  function submit(event: FormEvent) {
    event.preventDefault()
    if (change.isPending) return
    const checked = checkChange(values, order)
    setErrors('errors' in checked ? checked.errors : {})
    if ('errors' in checked || Object.keys(checked.change).length === 0) return
    change.mutate(checked.change, {
      onSuccess: onChanged,
      onError: (error) => {
        // A closed confirmation leaves the form as it was.
        if (!isProblem(error, 'step_up_required')) setErrors(fieldErrors(error))
      },
    })
  }

  const isOnce = order.frequency === 'once'
  return (
    <section className="panel" aria-labelledby="change-title">
      <h2 id="change-title">Change it</h2>
      <p className="panel-lead">It counts from the next payment on. For another payee or rhythm, plan a new one.</p>
      <details className="more">
        <summary>Change amount, note or end</summary>
        <form noValidate onSubmit={submit}>
          <ProblemSummary errors={errors} />
          <AmountInput currency={order.currency} error={errors.amount} {...bind('amount')} />
          <TextField label="Note (optional)" hint="The person you pay sees it." maxLength={140} autoComplete="off" error={errors.note} {...bind('note')} />
          {!isOnce && (
            <>
              <TextField label="Last day (optional)" type="date" min={today()} error={errors.end_date} {...bind('end_date')} />
              <TextField
                label="Number of payments (optional)"
                hint="Counted from the first one."
                inputMode="numeric"
                autoComplete="off"
                error={errors.max_executions}
                {...bind('max_executions')}
              />
            </>
          )}
          <RetryField {...bind('retry_days')} />
          <SubmitButton busy={change.isPending}>Save the changes</SubmitButton>
        </form>
      </details>
    </section>
  )
}
