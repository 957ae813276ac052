import Button from 'react-bootstrap/Button'
import { Icon } from '@/components/icon'
import { MoneyText } from '@/components/money-text'
import { ErrorState, Skeleton } from '@/components/states'
import type { BalanceExplanation } from '@/lib/api/types'
import { type Moment, useBalanceExplained } from '../api/balance'
import { TransactionRow } from './transaction-row'

/** Why a balance is what it is: what it began with, each movement since, and that they add up. */
export function BalanceExplained({ account, moment }: { account: string; moment: Moment }) {
  const list = useBalanceExplained(account, moment)
  if (list.isPending) return <Skeleton rows={4} label="Loading the explanation" />
  if (!list.data) return <ErrorState title="The explanation is not available" error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {list.data.pages.map((step, index) => (
        <Step key={step.results[0]?.id ?? index} step={step} />
      ))}
      {list.isFetchNextPageError && <p role="alert">The step before did not load. Try again.</p>}
      {list.hasNextPage && (
        <Button
          variant="outline-primary"
          className="load-more"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage()
          }}
        >
          {list.isFetchingNextPage ? 'Loading…' : 'Explain the opening balance too'}
        </Button>
      )}
    </>
  )
}

function Step({ step }: { step: BalanceExplanation }) {
  const money = (amount: string) => <MoneyText amount={amount} currency={step.currency} />
  return (
    <section className="explained" aria-label="A step of the explanation">
      <p className="explained-sum">
        {money(step.opening_balance)} before + {money(step.moved)} moved = <strong>{money(step.balance)}</strong>
      </p>
      {step.adds_up ? (
        <p className="explained-right">
          <Icon name="check" size={18} /> It adds up.
        </p>
      ) : (
        <p className="field-error" role="alert">
          This does not add up. The bank has been told; do not rely on this number.
        </p>
      )}
      {step.results.length === 0 ? (
        <p className="panel-lead">Nothing has moved.</p>
      ) : (
        <ul className="plain-rows">
          {step.results.map((transaction) => (
            <TransactionRow key={transaction.id} transaction={transaction} showsBalance />
          ))}
        </ul>
      )}
    </section>
  )
}
