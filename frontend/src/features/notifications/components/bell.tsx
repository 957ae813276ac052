import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { useUnreadCount } from '../api/notices'

/** The way to the inbox, with how many are unread. */
export function Bell() {
  const { data: unread = 0 } = useUnreadCount()
  return (
    <Link to="/notifications" className="icon-button bell">
      <Icon name="bell" />
      <span className="visually-hidden">Notifications{unread > 0 && `, ${String(unread)} unread`}</span>
      {unread > 0 && (
        <span className="bell-count" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  )
}
