import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { MoneyText } from '@/components/money-text'
import type { Account } from '@/lib/api/types'
import type { Obstacle } from '../closing'

/** Why not yet, and what to do about it. */
export function CloseObstacle({ account, obstacle }: { account: Account; obstacle: Obstacle }) {
  const { id, balance, currency } = account
  const amount = <MoneyText amount={balance.replace('-', '')} currency={currency} />
  switch (obstacle.kind) {
    case 'money_left':
      return (
        <Refusal title="There is money left" links={{ Withdraw: `/withdraw?account=${id}`, Transfer: `/transfer?account=${id}` }}>
          {amount} is still in this account. Take it out or move it to another account, then come back.
        </Refusal>
      )
    case 'overdrawn':
      return (
        <Refusal title="The account is overdrawn" links={{ Deposit: `/deposit?account=${id}` }}>
          It owes the bank {amount}. Pay that in, then come back.
        </Refusal>
      )
    case 'not_yours':
      return <Refusal title="Only an owner can close it">You hold another right on this account.</Refusal>
    case 'not_open':
      return (
        <Refusal title="It cannot be closed here">
          Only an account that is open can be closed here. This one has the status “{obstacle.status}”.
        </Refusal>
      )
  }
}

function Refusal({ title, children, links = {} }: { title: string; children: ReactNode; links?: Record<string, string> }) {
  return (
    <>
      <div className="outcome outcome-busy" role="status">
        <Icon name="alert" size={24} />
        <div>
          <h2>{title}</h2>
          <p>{children}</p>
        </div>
      </div>
      {Object.keys(links).length > 0 && (
        <p className="next-links">
          {Object.entries(links).map(([label, to]) => (
            <Link key={label} to={to} className="btn btn-outline-primary">
              {label}
            </Link>
          ))}
        </p>
      )}
    </>
  )
}
