import type { components, operations } from './schema'

// The one place that knows the schema's own names; the rest of the portal uses these.
type Schemas = components['schemas']

export type Account = Schemas['AccountOutput']
export type AccountRequest = Schemas['AccountInputRequest']
export type AccountType = Schemas['AccountTypeOutput']
export type Announcement = Schemas['AnnouncementOutput']
export type Branch = Schemas['BranchOutput']
export type Category = Schemas['CategoryOutput']
export type Customer = Schemas['CustomerOutput']
export type InterestRate = Schemas['InterestRateOutput']
export type Movement = Schemas['CashOutput']
export type PostedBalance = Schemas['BalanceAfterOutput']
export type Transaction = Schemas['TransactionOutput']
export type TransactionQuery = NonNullable<operations['list_transactions']['parameters']['query']>
export type Transfer = Schemas['TransferOutput']
