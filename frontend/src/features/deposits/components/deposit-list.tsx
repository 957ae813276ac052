import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { formatDate } from '@/lib/format'
import { useDeposits } from '../api/deposits'
import { statusWords, termWords } from '../deposit-words'

export function DepositList() {
  const list = useDeposits()
  const empty = (
    <EmptyState icon="clock" title="No fixed deposits">
      <p>A sum that you leave for a term earns the rate of the day on which you place it.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="fixed deposits" empty={empty}>
      {(deposits) => (
        <ul className="records">
          {deposits.map(({ currency, id, maturity_date, principal, status, term_months }) => (
            <li key={id} className="record">
              <div>
                <h3>
                  <Link to={`/fixed-deposits/${id}`} className="stretched-link">
                    {termWords(term_months)}, until {formatDate(maturity_date)}
                  </Link>
                </h3>
                <span className={status === 'running' ? 'tag' : 'tag tag-warn'}>{statusWords[status]}</span>
              </div>
              <MoneyText amount={principal} currency={currency} />
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}
