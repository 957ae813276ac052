import type { ReactNode } from 'react'
import { Link } from 'react-router'

export interface SummaryRow {
  term: string
  value: ReactNode
  changeTo?: string
}

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl className="summary-list">
      {rows.map(({ term, value, changeTo }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
          {changeTo && (
            <dd className="summary-change">
              <Link to={changeTo}>
                Change <span className="visually-hidden">{term.toLowerCase()}</span>
              </Link>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
