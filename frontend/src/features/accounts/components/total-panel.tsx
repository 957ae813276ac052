import type { ReactNode } from 'react'
import type { Account } from '@/lib/api/types'
import { formatMoney } from '@/lib/money'
import { totalsOf } from '../total-of'

export function TotalPanel({ accounts, children }: { accounts: readonly Account[]; children?: ReactNode }) {
  const available = totalsOf(accounts, 'available').map((money) => formatMoney(money))
  return (
    <section className="total-panel" aria-label="Total">
      <div aria-live="polite">
        <p className="total-label">Total balance</p>
        {totalsOf(accounts, 'balance').map((money) => (
          <p key={money.currency} className="total-figure money">
            {formatMoney(money)}
          </p>
        ))}
        <p className="total-available">
          <span className="money">{available.join(' and ')}</span> available to spend
        </p>
      </div>
      {children}
    </section>
  )
}
