import { Link, useParams, useSearchParams } from 'react-router'
import { useInterest } from '@/features/interest/api/get-interest'
import { DayList } from '@/features/interest/components/day-list'
import { PageTitle } from '@/components/page-title'
import { SelectField } from '@/components/select-field'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { formatMonth } from '@/lib/format'
import { today } from '@/lib/today'
import { NotFound } from '../not-found'

/** Explain this number: a month of interest, day by day. */
export function Component() {
  const { id = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const { data: interest, error, isPending, refetch } = useInterest(id)
  if (isPending) return <Skeleton rows={5} label="Loading interest" />
  if (!interest) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="The interest is not available" error={error} onRetry={() => void refetch()} />
  }
  const asked = params.get('month') ?? ''
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : (interest.months[0]?.month ?? today().slice(0, 7))
  const offered = [...new Set([month, ...interest.months.map((each) => each.month)])].sort().reverse()
  return (
    <div className="narrow">
      <Link to={`/accounts/${id}/interest`} className="back-link">
        Back to interest
      </Link>
      <PageTitle title={`Interest in ${formatMonth(month)}`} lead="Balance × rate × part of the year, for each day." />
      <section className="panel" aria-label="Day by day">
        <SelectField
          id="month"
          name="month"
          label="Month"
          value={month}
          onChange={(event) => {
            setParams({ month: event.target.value }, { preventScrollReset: true, replace: true })
          }}
        >
          {offered.map((each) => (
            <option key={each} value={each}>
              {formatMonth(each)}
            </option>
          ))}
        </SelectField>
        <DayList account={id} currency={interest.currency} month={month} />
        <p className="panel-lead">
          Each day is kept with nine decimals more than the currency has. It is rounded once, when it is credited; what was rounded
          away is kept and goes on.
        </p>
      </section>
    </div>
  )
}
