import { MoneyText } from '@/components/money-text'
import { ErrorState, Skeleton } from '@/components/states'
import { SummaryList } from '@/components/summary-list'
import { formatDate, formatInstant } from '@/lib/format'
import { type Moment, useBalance } from '../api/balance'

/** The balance at a moment, with what was reserved and what could be spent. */
export function BalanceFigures({ account, moment }: { account: string; moment: Moment }) {
  const { data: balance, error, isPending, refetch } = useBalance(account, moment)
  if (isPending) return <Skeleton rows={2} label="Loading the balance" />
  if (!balance) return <ErrorState title="Balance not available" error={error} onRetry={() => void refetch()} />
  const money = (amount: string) => <MoneyText amount={amount} currency={balance.currency} />
  return (
    <SummaryList
      rows={[
        { term: 'Balance', value: money(balance.balance) },
        { term: 'Reserved', value: money(balance.held) },
        { term: 'Available', value: money(balance.available) },
        { term: 'As of', value: balance.as_of.length > 10 ? formatInstant(balance.as_of) : `The end of ${formatDate(balance.as_of)}` },
      ]}
    />
  )
}
