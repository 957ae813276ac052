import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import type { InterestDay } from '@/lib/api/types'
import { formatDate, formatDay, referenceOf } from '@/lib/format'
import { useInterestDays } from '../api/get-interest'
import { daysOfMonth, exactWords } from '../interest-words'
import { formatRate } from '../rate-words'

interface DayListProps {
  account: string
  currency: string
  /** Such as "2026-10". */
  month: string
}

/** Each day's sum, written as somebody would do it by hand. */
export function DayList({ account, currency, month }: DayListProps) {
  const { from, to } = daysOfMonth(month)
  const { data: days, error, isPending, refetch } = useInterestDays(account, from, to)
  if (isPending) return <Skeleton rows={5} label="Loading the days" />
  if (!days) return <ErrorState title="The days are not available" error={error} onRetry={() => void refetch()} />
  if (days.length === 0) {
    return (
      <EmptyState icon="percent" title="No day was counted">
        <p>A day is counted in the night after it.</p>
      </EmptyState>
    )
  }
  return (
    <ul className="records">
      {days.map((day) => (
        <DayRow key={day.date} day={day} currency={currency} />
      ))}
    </ul>
  )
}

function DayRow({ day, currency }: { day: InterestDay; currency: string }) {
  const { accrued, annual_rate, balance, corrections, credited, date, formula, fraction, tax, transfer, uncredited } = day
  return (
    <li className="record">
      <div>
        <h3>{formatDay(date)}</h3>
        <p className="formula">
          <code>{formula}</code>
        </p>
        <p>
          Balance <MoneyText amount={balance} currency={currency} />, {formatRate(annual_rate)} a year, {fraction} of it. Not credited
          so far {exactWords(uncredited, currency)}.
        </p>
        {corrections.map((correction) => (
          <p key={correction.business_date}>
            Corrected on {formatDate(correction.business_date)} by {exactWords(correction.accrued, currency)}: the balance was{' '}
            <MoneyText amount={correction.balance} currency={currency} />.
          </p>
        ))}
        {credited !== null && (
          <p className="record-main">
            Credited <MoneyText amount={credited} currency={currency} />
            {tax !== null && (
              <>
                , tax <MoneyText amount={tax} currency={currency} />
              </>
            )}
            {transfer && (
              <>
                , reference <Link to={`/transfers/${transfer}`}>{referenceOf(transfer)}</Link>
              </>
            )}
          </p>
        )}
      </div>
      <span className="money">{exactWords(accrued, currency)}</span>
    </li>
  )
}
