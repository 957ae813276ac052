import type { Transaction } from '@/lib/api/types'
import { formatDay } from '@/lib/format'
import { TransactionRow } from './transaction-row'

interface TransactionDaysProps {
  transactions: readonly Transaction[]
  showsBalance: boolean
}

/** Rows under the day on which they count. The order is the server's; only neighbours are grouped. */
export function TransactionDays({ transactions, showsBalance }: TransactionDaysProps) {
  const days: { date: string; rows: Transaction[] }[] = []
  for (const transaction of transactions) {
    const last = days.at(-1)
    if (last?.date === transaction.value_date) last.rows.push(transaction)
    else days.push({ date: transaction.value_date, rows: [transaction] })
  }
  return days.map(({ date, rows }) => (
    <section key={`${date} ${rows[0]?.id ?? ''}`} className="transaction-day">
      <h3>{formatDay(date)}</h3>
      <ul>
        {rows.map((transaction) => (
          <TransactionRow key={transaction.id} transaction={transaction} showsBalance={showsBalance} />
        ))}
      </ul>
    </section>
  ))
}
