import { Link } from 'react-router'
import { useAnnouncements } from '@/features/support/api/list-announcements'
import { AnnouncementList } from '@/features/support/components/announcement-list'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

export function Component() {
  const news = useAnnouncements()
  return (
    <div className="narrow">
      <Link to="/" className="back-link">
        Back to home
      </Link>
      <PageTitle title="News" lead="What the bank has to tell you now." />
      {news.isPending && <Skeleton rows={2} label="Loading news" />}
      {!news.isPending && !news.data && (
        <ErrorState title="The news is not available" error={news.error} onRetry={() => void news.refetch()} />
      )}
      {news.data && <AnnouncementList announcements={news.data} />}
    </div>
  )
}
