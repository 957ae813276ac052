import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { MoneyText, SignedMoney } from '@/components/money-text'
import type { Transaction } from '@/lib/api/types'
import { transactionAbout, transactionTitle, typeIcon } from '../transaction-words'

interface TransactionRowProps {
  transaction: Transaction
  /** Over several accounts a running balance means nothing. */
  showsBalance: boolean
}

export function TransactionRow({ transaction, showsBalance }: TransactionRowProps) {
  const { amount, balance_after, currency, direction, id } = transaction
  return (
    <li className="transaction">
      <span className={`transaction-icon transaction-${direction}`}>
        <Icon name={typeIcon(transaction)} size={18} />
      </span>
      <span className="transaction-what">
        <Link to={`/transactions/${encodeURIComponent(id)}`} className="stretched-link">
          {transactionTitle(transaction)}
        </Link>
        <small>{transactionAbout(transaction)}</small>
      </span>
      <span className="transaction-amount">
        <SignedMoney amount={amount} currency={currency} direction={direction} />
        {showsBalance && (
          <small>
            Balance <MoneyText amount={balance_after} currency={currency} />
          </small>
        )}
      </span>
    </li>
  )
}
