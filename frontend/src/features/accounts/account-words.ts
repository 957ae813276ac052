import type { IconName } from '@/components/icon'
import type { Account, AccountType, ClosedAccount } from '@/lib/api/types'

export const kindHeadings: Record<AccountType['kind'], string> = {
  current: 'Current accounts',
  savings: 'Savings',
  fixed_deposit: 'Fixed deposits',
}

export const kindIcons: Record<AccountType['kind'], IconName> = {
  current: 'accounts',
  savings: 'percent',
  fixed_deposit: 'clock',
}

export const statusWords: Record<Account['status'], string> = {
  open: 'Open',
  credits_only: 'Can receive money only',
  frozen: 'Frozen',
  closed: 'Closed',
  applied: 'Waiting for the bank',
  rejected: 'Not accepted',
}

export const accessWords: Record<Account['access'], string> = {
  owner: 'Yours',
  joint: 'Joint account',
  view: 'You can look, not pay',
}

export const frequencyWords: Record<Account['statement_frequency'], string> = {
  monthly: 'Every month',
  quarterly: 'Every three months',
  yearly: 'Every year',
  never: 'Never',
}

export const rightWords: Record<Account['access'], { readonly label: string; readonly about: string }> = {
  owner: { label: 'Owner', about: 'Looks, pays, closes the account and decides who holds it.' },
  joint: { label: 'Joint holder', about: 'Looks and pays.' },
  view: { label: 'May look', about: 'Sees the balance and the transactions, and pays nothing.' },
}

export const closingWords: Record<ClosedAccount['reason'], string> = {
  customer_request: 'You asked for it',
  deceased: 'The holder has died',
  inactive: 'It was not used',
  duplicate: 'There was another one like it',
  compliance: 'The bank had to',
  other: 'For another reason',
}

/** What the status means for whoever wants to pay; empty where nothing is in the way. */
export function statusNotice({ status, dormant_at, freezes }: Account): string {
  if (status === 'applied') return 'We are looking at your application. The account gets its IBAN once it is approved.'
  if (status === 'rejected') return 'We could not open this account. Write to us if you want to know more.'
  if (freezes.some(({ by, scope }) => by === 'bank' && scope === 'all')) return 'The bank has stopped this account. Nothing arrives and nothing leaves.'
  if (freezes.some(({ by }) => by === 'bank')) return 'The bank has stopped payments from this account. Money still arrives.'
  if (freezes.length > 0) return 'You have frozen payments from this account. Money still arrives.'
  if (dormant_at) return 'This account was not used for a long time, so payments from it wait until you say that you use it again.'
  return ''
}
