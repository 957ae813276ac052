import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { MoneyText } from '@/components/money-text'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { accessWords, kindIcons, statusWords } from '../account-words'

export function AccountCard({ account }: { account: Account }) {
  const { currency, status, access } = account
  const name = accountName(account)
  return (
    <article className={`account-card kind-${account.account_type.kind}`}>
      <div className="account-card-head">
        <span className="account-card-icon">
          <Icon name={kindIcons[account.account_type.kind]} size={22} />
        </span>
        <div className="account-card-name">
          <h3>
            <Link to={`/accounts/${account.id}`} className="stretched-link">
              {name}
            </Link>
          </h3>
          <p className="account-card-number">
            {name === account.account_type.name ? account.bank_name : account.account_type.name} ···
            {lastFour(account.number)}
          </p>
        </div>
        {status !== 'open' && <span className="tag tag-warn">{statusWords[status]}</span>}
        {access !== 'owner' && <span className="tag">{accessWords[access]}</span>}
      </div>
      <dl className="account-card-figures">
        <div>
          <dt>Balance</dt>
          <dd>
            <MoneyText amount={account.balance} currency={currency} />
          </dd>
        </div>
        <div>
          <dt>Available</dt>
          <dd>
            <MoneyText amount={account.available} currency={currency} />
          </dd>
        </div>
      </dl>
    </article>
  )
}
