import { forget, readStored, store } from '@/lib/session-store'
import type { PaymentKind } from './kinds'

/** What the form asked; the amount is already in the wire's form, such as "25.00". */
export interface Draft {
  readonly account: string
  readonly amount: string
  readonly currency: string
  readonly note: string
  /** Transfers only: the id of an own account, or the IBAN of someone else. */
  readonly to?: string
  readonly payee?: 'own' | 'other'
}

export function readDraft(kind: PaymentKind): Draft | null {
  return readStored(place(kind), isDraft)
}

export function storeDraft(kind: PaymentKind, draft: Draft): void {
  store(place(kind), draft)
}

export function forgetDraft(kind: PaymentKind): void {
  forget(place(kind))
}

function place(kind: PaymentKind): string {
  return `draft.${kind}`
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null
  return [draft?.account, draft?.amount, draft?.currency, draft?.note].every((field) => typeof field === 'string')
}
