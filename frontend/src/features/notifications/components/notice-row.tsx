import Button from 'react-bootstrap/Button'
import { Link } from 'react-router'
import { ActionProblem } from '@/components/action-problem'
import { Icon } from '@/components/icon'
import type { Notice } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { useReadNotice } from '../api/notices'
import { noticeIcon, noticePlace } from '../notice-words'

export function NoticeRow({ notice }: { notice: Notice }) {
  const { happened_at, id, read_at, text, title } = notice
  const read = useReadNotice()
  const place = noticePlace(notice)
  return (
    <li>
      <Icon name={noticeIcon(notice)} />
      <div>
        <h3>
          {title} {!read_at && <span className="tag">New</span>}
        </h3>
        <p>{text}</p>
        <p className="event-details">{formatInstant(happened_at)}</p>
        <ActionProblem error={read.error} />
        <p className="factor-actions">
          {place && (
            <Link
              to={place.to}
              onClick={() => {
                if (!read_at) read.mutate(id)
              }}
            >
              {place.label} <span className="visually-hidden">: {title}</span>
            </Link>
          )}
          {!read_at && (
            <Button
              variant="outline-primary"
              size="sm"
              aria-disabled={read.isPending}
              onClick={() => {
                if (!read.isPending) read.mutate(id)
              }}
            >
              Mark as read <span className="visually-hidden">: {title}</span>
            </Button>
          )}
        </p>
      </div>
    </li>
  )
}
