import { Link } from 'react-router'
import { PageTitle } from '@/components/page-title'

export function NotFound({ what }: { what: string }) {
  return (
    <div className="not-found">
      <p className="not-found-code" aria-hidden="true">
        404
      </p>
      <PageTitle title={`We could not find this ${what}`} lead="It does not exist, or it is not yours to see." />
      <Link to="/" className="btn btn-primary">
        Go to home
      </Link>
    </div>
  )
}
