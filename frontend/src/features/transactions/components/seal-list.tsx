import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { formatDay } from '@/lib/format'
import { useSeals } from '../api/list-seals'

/** The seal of each closed day, to compare with those that somebody kept. */
export function SealList() {
  const list = useSeals()
  return (
    <PagedList list={list} what="seals" empty={<EmptyState icon="shield" title="No day was sealed yet" />}>
      {(seals) => (
        <ul className="records">
          {seals.map(({ business_date, count, position, seal }) => (
            <li key={position} className="record">
              <div>
                <h3>{formatDay(business_date)}</h3>
                <p>
                  Day {position}, {count} {count === 1 ? 'movement' : 'movements'}
                </p>
                <p className="hash">
                  <code>{seal}</code>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}
