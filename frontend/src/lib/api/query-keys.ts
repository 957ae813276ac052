import type { TransactionQuery } from './types'

/** Shared, because a posting in one feature must refresh what another shows. */
export const queryKeys = {
  me: ['me'] as const,
  customer: ['customer'] as const,
  branches: ['branches'] as const,
  accountTypes: ['account-types'] as const,
  accounts: ['accounts'] as const,
  account: (id: string) => ['accounts', id] as const,
  ratesOn: (day: string) => ['rates', 'on', day] as const,
  rateHistory: (accountType: string) => ['rates', 'history', accountType] as const,
  announcements: ['announcements'] as const,
  categories: ['categories'] as const,
  transactions: ['transactions'] as const,
  transactionList: (query: TransactionQuery) => ['transactions', 'list', query] as const,
  transaction: (id: string) => ['transactions', 'one', id] as const,
  transfer: (id: string) => ['transfers', id] as const,
}
