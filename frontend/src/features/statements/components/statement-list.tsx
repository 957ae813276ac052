import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { lastFour } from '@/lib/account-name'
import type { Statement } from '@/lib/api/types'
import { useStatements } from '../api/statements'
import { formatName, periodWords } from '../statement-words'

interface StatementListProps {
  /** Of this account, or of all where it is empty. */
  account: string
  /** What an account is called at home. */
  nameOf: (account: string) => string
}

export function StatementList({ account, nameOf }: StatementListProps) {
  const list = useStatements(account)
  const empty = (
    <EmptyState icon="file" title="No statements yet">
      <p>One comes by itself after each month, unless you chose otherwise. You can make one of any days that are over.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="statements" empty={empty}>
      {(statements) =>
        byYear(statements).map(({ year, rows }) => (
          <section key={year} className="transaction-day">
            <h3>{year}</h3>
            <ul className="records">
              {rows.map((statement) => (
                <StatementRow key={statement.id} statement={statement} name={nameOf(statement.account)} />
              ))}
            </ul>
          </section>
        ))
      }
    </PagedList>
  )
}

function StatementRow({ statement, name }: { statement: Statement; name: string }) {
  const { closing_balance, currency, files, id, number } = statement
  const ready = files.filter(({ status }) => status === 'ready').map(({ format }) => formatName(format))
  return (
    <li className="record">
      <div>
        <h4>
          <Link to={`/statements/${id}`} className="stretched-link">
            {periodWords(statement)}
          </Link>
        </h4>
        <p>
          {name} ···{lastFour(number)}
          {ready.length > 0 && ` · ${ready.join(', ')}`}
        </p>
        {files.some(({ status }) => status === 'failed') && <span className="tag tag-warn">A file could not be made</span>}
      </div>
      <span className="record-side">
        <MoneyText amount={closing_balance} currency={currency} />
      </span>
    </li>
  )
}

/** By the year in which the period ends; the order is the bank's. */
function byYear(statements: readonly Statement[]): { year: string; rows: Statement[] }[] {
  const years: { year: string; rows: Statement[] }[] = []
  for (const statement of statements) {
    const year = statement.to_date.slice(0, 4)
    const last = years.at(-1)
    if (last?.year === year) last.rows.push(statement)
    else years.push({ year, rows: [statement] })
  }
  return years
}
