import { useEffect, useState } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { useStatement } from '@/features/statements/api/statements'
import { FileRow } from '@/features/statements/components/file-row'
import { StatementSums } from '@/features/statements/components/statement-sums'
import { formats, periodWords } from '@/features/statements/statement-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'

export function Component() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const { state } = useLocation()
  // Asked for together with the statement: it comes once, and not again when the page is loaded anew.
  const [wanted] = useState(() => (state as { format?: string } | null)?.format)
  useEffect(() => {
    if (state) void navigate('.', { replace: true, state: null, preventScrollReset: true })
  }, [state, navigate])
  const { data: statement, error, isPending, refetch } = useStatement(id)
  if (isPending) return <Skeleton rows={5} label="Loading statement" />
  if (!statement) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="statement" />
    return <ErrorState title="This statement is not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="narrow">
      <Link to="/statements" className="back-link">
        All statements
      </Link>
      <PageTitle title={`Statement, ${periodWords(statement)}`} lead={statement.is_monthly ? 'A month' : 'Days that you chose'} />
      <section className="panel" aria-labelledby="files-title">
        <h2 id="files-title">Download</h2>
        <ul className="records">
          {formats.map((kind) => (
            <FileRow key={kind.format} statement={statement} kind={kind} isWanted={kind.format === wanted} />
          ))}
        </ul>
        <p className="panel-lead">
          A file that was made once never changes. Its SHA-256 proves it: <Link to="/statements/check">check a file</Link>.
        </p>
      </section>
      <StatementSums statement={statement} />
    </div>
  )
}
