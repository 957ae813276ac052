import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { EmptyState } from '@/components/states'
import type { Interest } from '@/lib/api/types'
import { formatMonth } from '@/lib/format'

// Drawn only where it is looked at.
const MonthChart = lazy(() => import('./month-chart'))

/** What each month brought, as a chart and as its table; a month leads to its days. */
export function MonthHistory({ interest }: { interest: Interest }) {
  const { account, currency, months } = interest
  if (months.length === 0) {
    return (
      <EmptyState icon="percent" title="No month yet">
        <p>Interest is counted each night, for the day that is over.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <Suspense fallback={<div className="chart-place" />}>
        <MonthChart months={months} currency={currency} />
      </Suspense>
      <div className="table-scroll" role="region" aria-label="Interest by month" tabIndex={0}>
        <table className="rate-table">
          <caption className="visually-hidden">Interest by month</caption>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Average balance</th>
              <th scope="col">Earned</th>
              <th scope="col">Credited</th>
              <th scope="col">Tax</th>
              <th scope="col">Overdraft</th>
              <th scope="col">APY earned</th>
            </tr>
          </thead>
          <tbody>
            {months.map((row) => (
              <tr key={row.month}>
                <th scope="row">
                  <Link to={`/accounts/${account}/interest/days?month=${row.month}`}>
                    {formatMonth(row.month)} <span className="visually-hidden">day by day</span>
                  </Link>
                </th>
                {[row.average_balance, row.accrued, row.credited, row.tax, row.owed].map((amount, index) => (
                  <td key={index}>
                    <MoneyText amount={amount} currency={currency} />
                  </td>
                ))}
                <td>{row.annual_yield_earned ? `${row.annual_yield_earned}\u00a0%` : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
