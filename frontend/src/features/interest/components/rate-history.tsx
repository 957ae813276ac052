import Button from 'react-bootstrap/Button'
import { ErrorState, Skeleton } from '@/components/states'
import { formatDate } from '@/lib/format'
import { useRateHistory } from '../api/list-rate-history'
import { formatRate, standingOf } from '../rate-words'

export function RateHistory({ code, name }: { code: string; name: string }) {
  const history = useRateHistory(code)
  const rates = history.data?.pages.flatMap((page) => page.results) ?? []
  const titleId = `rates-${code}`
  return (
    <section className="panel" aria-labelledby={titleId}>
      <h2 id={titleId}>{name}</h2>
      {history.isPending && <Skeleton rows={2} label={`Loading the rates of ${name}`} />}
      {!history.isPending && !history.data && (
        <ErrorState title="These rates are not available" error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.data && rates.length === 0 && <p className="rate-none">This account earns no interest.</p>}
      {rates.length > 0 && (
        <table className="rate-table">
          <caption className="visually-hidden">Interest rates of {name}, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Status</th>
              <th scope="col">Rate a year</th>
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <tr key={rate.id}>
                <th scope="row">{formatDate(rate.effective_date)}</th>
                <td>
                  <span className={rate.in_force ? 'tag' : undefined}>{standingOf(rate, rates)}</span>
                </td>
                <td>{formatRate(rate.annual_rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {history.isFetchNextPageError && <p role="alert">The next ones did not load. Try again.</p>}
      {history.hasNextPage && (
        <Button
          variant="outline-primary"
          className="load-more"
          aria-disabled={history.isFetchingNextPage}
          onClick={() => {
            if (!history.isFetchingNextPage) void history.fetchNextPage()
          }}
        >
          {history.isFetchingNextPage ? 'Loading…' : 'Load more'}
          <span className="visually-hidden">rates of {name}</span>
        </Button>
      )}
    </section>
  )
}
