import { accountName, canReceive, lastFour } from './account-name'
import type { Account, Payee } from './api/types'
import { formatIban } from './format'
import { compactIban, ibanProblem } from './iban'

export type RecipientKind = 'own' | 'saved' | 'other'

/** What a form asks about who gets the money. */
export interface RecipientAnswers {
  recipient: string
  own: string
  payee: string
  iban: string
}

/** Who gets the money: an account or a payee by id, or somebody else by IBAN. */
export interface Recipient {
  readonly kind: RecipientKind
  readonly to: string
  /** For the person to check. */
  readonly label: string
}

export function payeeName({ name, nickname }: Pick<Payee, 'name' | 'nickname'>): string {
  return nickname || name
}

export function checkRecipient(
  answers: RecipientAnswers,
  from: Account | undefined,
  accounts: readonly Account[],
  payees: readonly Payee[],
): { recipient: Recipient } | { errors: Record<string, string> } {
  switch (answers.recipient) {
    case 'own': {
      const own = accounts.find(({ id }) => id === answers.own)
      if (!own) return { errors: { own: 'Choose the account that receives the money.' } }
      if (own.id === from?.id) return { errors: { own: 'Choose another account than the one you pay from.' } }
      return { recipient: { kind: 'own', to: own.id, label: `${accountName(own)} ···${lastFour(own.number)}` } }
    }
    case 'saved': {
      const payee = payees.find(({ id }) => id === answers.payee)
      if (!payee) return { errors: { payee: 'Choose whom you pay.' } }
      return { recipient: { kind: 'saved', to: payee.id, label: `${payeeName(payee)}, ${formatIban(payee.number)}` } }
    }
    default: {
      const wrong = ibanProblem(answers.iban)
      if (wrong) return { errors: { iban: wrong } }
      const iban = compactIban(answers.iban)
      if (from && iban === compactIban(from.number)) {
        return { errors: { iban: 'This is the account that you pay from. Enter another IBAN.' } }
      }
      return { recipient: { kind: 'other', to: iban, label: formatIban(iban) } }
    }
  }
}

/** The form as a draft, an address or nothing at all says; what is no longer there is not chosen. */
export function initialRecipient(
  held: { readonly kind: RecipientKind; readonly to: string } | null,
  wantedPayee: string,
  accounts: readonly Account[],
  payees: readonly Payee[],
): RecipientAnswers {
  const known = (id: string, among: readonly { id: string }[]) => (among.some((each) => each.id === id) ? id : '')
  const payee = known(wantedPayee, payees)
  if (payee) return { recipient: 'saved', own: '', payee, iban: '' }
  const receivable = accounts.filter(canReceive)
  return {
    recipient: held?.kind === 'saved' && payees.length === 0 ? 'other' : (held?.kind ?? (receivable.length > 1 ? 'own' : payees.length > 0 ? 'saved' : 'other')),
    own: held?.kind === 'own' ? known(held.to, receivable) : '',
    payee: held?.kind === 'saved' ? known(held.to, payees) : '',
    iban: held?.kind === 'other' ? formatIban(held.to) : '',
  }
}

/** Last used first, then by name. */
export function byUse(payees: readonly Payee[]): Payee[] {
  return [...payees].sort(
    (left, right) =>
      (right.last_used_at ?? '').localeCompare(left.last_used_at ?? '') || payeeName(left).localeCompare(payeeName(right)),
  )
}
