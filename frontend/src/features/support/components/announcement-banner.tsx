import { useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { useAnnouncements } from '../api/list-announcements'
import { dismiss, isDismissed } from '../dismissals'

/** The newest news, until it is dismissed. Without an answer there is none: nobody waits for it. */
export function AnnouncementBanner({ onDismiss }: { onDismiss: () => void }) {
  const { data: announcements = [] } = useAnnouncements()
  const [goneId, setGoneId] = useState('')
  const newest = announcements[0]
  if (!newest || newest.id === goneId || isDismissed(newest.id)) return null
  return (
    <section className="announcement" aria-label="Announcement">
      <Icon name="info" size={22} />
      <div>
        <p className="announcement-title">{newest.title}</p>
        <p className="announcement-body">{newest.body}</p>
        <Link to="/news">All news</Link>
      </div>
      <button
        type="button"
        className="icon-button"
        onClick={() => {
          dismiss(
            newest.id,
            announcements.map(({ id }) => id),
          )
          setGoneId(newest.id)
          onDismiss()
        }}
      >
        <Icon name="close" />
        <span className="visually-hidden">Dismiss announcement</span>
      </button>
    </section>
  )
}
