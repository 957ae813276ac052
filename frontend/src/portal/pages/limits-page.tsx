import { Link } from 'react-router'
import { useLimits } from '@/features/limits/api/limits'
import { LimitRow } from '@/features/limits/components/limit-row'
import { tightestByCurrency } from '@/features/limits/limit-words'
import { PageTitle } from '@/components/page-title'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import { toProfile } from '../places'

export function Component() {
  const limits = useLimits()
  const currencies = [...tightestByCurrency(limits.data ?? [])]
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle title="Limits" lead="What you can pay to others. Between your own accounts nothing counts." />
      {limits.isPending && <Skeleton rows={4} label="Loading limits" />}
      {!limits.isPending && !limits.data && (
        <ErrorState title="Your limits are not available" error={limits.error} onRetry={() => void limits.refetch()} />
      )}
      {limits.data && currencies.length === 0 && (
        <section className="panel">
          <EmptyState icon="lock" title="No limits yet">
            <p>They come with your first account.</p>
          </EmptyState>
        </section>
      )}
      {currencies.map(([currency, rows]) => (
        <section key={currency} className="panel" aria-labelledby={`limits-${currency}`}>
          <h2 id={`limits-${currency}`}>Payments in {currency}</h2>
          <ul className="records">
            {rows.map((limit) => (
              <LimitRow key={limit.id} limit={limit} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
