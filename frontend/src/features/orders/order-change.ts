import type { StandingOrder, StandingOrderChange } from '@/lib/api/types'
import { checkAmount } from '@/lib/check-amount'

export interface ChangeAnswers {
  amount: string
  note: string
  end_date: string
  max_executions: string
  retry_days: string
}

export function answersOf({ amount, note, end_date, max_executions, retry_days }: StandingOrder): ChangeAnswers {
  return {
    amount,
    note,
    end_date: end_date ?? '',
    max_executions: max_executions === null ? '' : String(max_executions),
    retry_days: String(retry_days),
  }
}

/** Only what differs. An end that was set can be another one, but not none: cancel the order instead. */
export function checkChange(answers: ChangeAnswers, order: StandingOrder): { change: StandingOrderChange } | { errors: Record<string, string> } {
  const held = answersOf(order)
  const amount = checkAmount(answers.amount, order.currency)
  const errors: Record<string, string> = {
    ...('error' in amount && { amount: amount.error }),
    ...(held.end_date && !answers.end_date && { end_date: 'An end can be moved, not taken away. Choose a later day.' }),
    ...(held.max_executions && !answers.max_executions && { max_executions: 'A number can be changed, not taken away. Enter a higher one.' }),
    ...(answers.max_executions && !/^[1-9]\d{0,4}$/.test(answers.max_executions) && { max_executions: 'Enter how many times, from 1 to 10,000.' }),
  }
  if ('error' in amount || Object.keys(errors).length > 0) return { errors }
  const note = answers.note.trim()
  return {
    change: {
      ...(amount.wire !== held.amount && { amount: amount.wire }),
      ...(note !== held.note && { note }),
      ...(answers.end_date !== held.end_date && { end_date: answers.end_date }),
      ...(answers.max_executions !== held.max_executions && { max_executions: Number(answers.max_executions) }),
      ...(answers.retry_days !== held.retry_days && { retry_days: Number(answers.retry_days) }),
    },
  }
}
