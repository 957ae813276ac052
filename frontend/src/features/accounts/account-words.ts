import type { IconName } from '@/components/icon'
import type { Account, AccountType } from '@/lib/api/types'

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
}

export const accessWords: Record<Account['access'], string> = {
  owner: 'Yours',
  joint: 'Joint account',
  view: 'You can look, not pay',
}
