import { isClosed } from '@/lib/account-name'
import type { Account, AccountType } from '@/lib/api/types'
import { kindHeadings } from '../account-words'
import { AccountCard } from './account-card'

const order: readonly AccountType['kind'][] = ['current', 'savings', 'fixed_deposit']

/** By kind; what is closed comes last, whatever it was. */
export function AccountGroups({ accounts }: { accounts: readonly Account[] }) {
  const groups = order.map((kind) => ({
    name: kind as string,
    heading: kindHeadings[kind],
    members: accounts.filter((account) => account.account_type.kind === kind && !isClosed(account)),
  }))
  groups.push({ name: 'closed', heading: 'Closed', members: accounts.filter(isClosed) })
  return groups
    .filter(({ members }) => members.length > 0)
    .map(({ name, heading, members }) => (
      <section key={name} className="account-group" aria-labelledby={`group-${name}`}>
        <h2 id={`group-${name}`}>{heading}</h2>
        <AccountCards accounts={members} />
      </section>
    ))
}

export function AccountCards({ accounts }: { accounts: readonly Account[] }) {
  return (
    <ul className="account-cards">
      {accounts.map((account) => (
        <li key={account.id}>
          <AccountCard account={account} />
        </li>
      ))}
    </ul>
  )
}
