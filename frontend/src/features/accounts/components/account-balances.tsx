import type { ReactNode } from 'react'
import { MoneyText } from '@/components/money-text'
import type { Account } from '@/lib/api/types'
import { statusWords } from '../account-words'

export function AccountBalances({ account, children }: { account: Account; children?: ReactNode }) {
  return (
    <section className="total-panel" aria-label="Balances">
      <div aria-live="polite">
        <p className="total-label">Balance</p>
        <p className="total-figure">
          <MoneyText amount={account.balance} currency={account.currency} />
        </p>
        <p className="total-available">
          <MoneyText amount={account.available} currency={account.currency} /> available to spend
        </p>
        {account.status !== 'open' && <p className="tag tag-warn">{statusWords[account.status]}</p>}
      </div>
      {children}
    </section>
  )
}
