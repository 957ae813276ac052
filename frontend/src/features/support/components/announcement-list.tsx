import { EmptyState } from '@/components/states'
import type { Announcement } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'

export function AnnouncementList({ announcements }: { announcements: readonly Announcement[] }) {
  if (announcements.length === 0) {
    return (
      <section className="panel">
        <EmptyState icon="mail" title="No news">
          <p>When the bank has something to tell you, it will be here.</p>
        </EmptyState>
      </section>
    )
  }
  return announcements.map(({ id, title, body, starts_at, ends_at }) => (
    <article key={id} className="panel" aria-labelledby={`news-${id}`}>
      <h2 id={`news-${id}`}>{title}</h2>
      <p className="announcement-body">{body}</p>
      <p className="announcement-when">
        {formatInstant(starts_at)}
        {ends_at && `, until ${formatInstant(ends_at)}`}
      </p>
    </article>
  ))
}
