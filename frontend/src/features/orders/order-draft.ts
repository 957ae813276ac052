import type { Account, Payee, StandingOrderRequest } from '@/lib/api/types'
import { checkAmount } from '@/lib/check-amount'
import { checkRecipient, type Recipient, type RecipientAnswers } from '@/lib/recipient'
import { forget, readStored, store } from '@/lib/session-store'
import type { Frequency } from './order-words'

const place = 'draft.order'

/** What will be sent, and what the check page shows beside it. */
export interface OrderDraft {
  readonly request: StandingOrderRequest & { readonly currency: string }
  readonly recipient: Recipient
}

export interface OrderAnswers extends RecipientAnswers {
  account: string
  amount: string
  note: string
  frequency: string
  interval: string
  first_date: string
  day_of_month: string
  end: string
  end_date: string
  max_executions: string
  retry_days: string
}

export const readOrderDraft = (): OrderDraft | null => readStored(place, isDraft)

export function storeOrderDraft(draft: OrderDraft): void {
  store(place, draft)
}

export function forgetOrderDraft(): void {
  forget(place)
}

export function checkOrder(
  answers: OrderAnswers,
  accounts: readonly Account[],
  payees: readonly Payee[],
  today: string,
): { draft: OrderDraft } | { errors: Record<string, string> } {
  const from = accounts.find(({ id }) => id === answers.account)
  const checked = checkRecipient(answers, from, accounts, payees)
  const amount = from && checkAmount(answers.amount, from.currency)
  const errors: Record<string, string> = {
    ...(!from && { account: 'Choose the account to pay from.' }),
    ...('errors' in checked && checked.errors),
    ...(amount && 'error' in amount && { amount: amount.error }),
    ...rhythmErrors(answers, today),
  }
  if (!from || !amount || 'error' in amount || 'errors' in checked || Object.keys(errors).length > 0) return { errors }
  const { recipient } = checked
  const note = answers.note.trim()
  return {
    draft: {
      recipient,
      request: {
        from_account: from.id,
        ...(recipient.kind === 'saved' ? { payee: recipient.to } : { to_account: recipient.to }),
        amount: amount.wire,
        currency: from.currency,
        ...(note && { note }),
        retry_days: Number(answers.retry_days),
        ...rhythmOf(answers),
      },
    },
  }
}

function rhythmErrors({ frequency, interval, first_date, end, end_date, max_executions }: OrderAnswers, today: string): Record<string, string> {
  const errors: Record<string, string> = {}
  if (!first_date) errors.first_date = frequency === 'once' ? 'Choose the date.' : 'Choose the first date.'
  else if (first_date < today) errors.first_date = 'Choose today or a later day.'
  if (frequency === 'once') return errors
  if (!isCount(interval, 366)) errors.interval = 'Enter a whole number from 1 to 366.'
  if (end === 'date' && (!end_date || end_date < first_date)) errors.end_date = 'Choose a last day that is not before the first.'
  if (end === 'count' && !isCount(max_executions, 10_000)) errors.max_executions = 'Enter how many times, from 1 to 10,000.'
  return errors
}

function rhythmOf({ frequency, interval, first_date, day_of_month, end, end_date, max_executions }: OrderAnswers) {
  const rhythm = { frequency: frequency as Frequency, first_date }
  if (frequency === 'once') return rhythm
  return {
    ...rhythm,
    ...(interval !== '1' && { interval: Number(interval) }),
    ...(frequency === 'monthly' && day_of_month && { day_of_month: Number(day_of_month) }),
    ...(end === 'date' && { end_date }),
    ...(end === 'count' && { max_executions: Number(max_executions) }),
  }
}

function isCount(text: string, most: number): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= most
}

function isDraft(value: unknown): value is OrderDraft {
  const draft = value as Partial<OrderDraft> | null
  return typeof draft?.request?.amount === 'string' && typeof draft.recipient?.label === 'string'
}
