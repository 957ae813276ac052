import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { useNotices, useReadAll, useUnreadCount } from '../api/notices'
import { NoticeRow } from './notice-row'

/** What the bank has told this person, on all their devices alike. */
export function Inbox() {
  const [isUnreadOnly, setUnreadOnly] = useState(false)
  const list = useNotices(isUnreadOnly)
  const { data: unread = 0 } = useUnreadCount()
  const readAll = useReadAll()
  const empty = (
    <EmptyState icon="bell" title={isUnreadOnly ? 'You have read everything' : 'Nothing yet'}>
      <p>Money that arrives or leaves, and what needs your attention, is told here.</p>
    </EmptyState>
  )
  return (
    <>
      <div className="panel-actions">
        <Button
          variant="outline-primary"
          size="sm"
          aria-pressed={isUnreadOnly}
          onClick={() => {
            setUnreadOnly(!isUnreadOnly)
          }}
        >
          Unread only
        </Button>
        {unread > 0 && (
          <Button
            variant="outline-primary"
            size="sm"
            aria-disabled={readAll.isPending}
            onClick={() => {
              if (!readAll.isPending) readAll.mutate(undefined)
            }}
          >
            Mark all as read
          </Button>
        )}
      </div>
      <ActionProblem error={readAll.error} />
      <p className="panel-lead" role="status">
        {unread === 0 ? 'Nothing is unread.' : `${String(unread)} unread`}
      </p>
      <PagedList list={list} what="notifications" empty={empty}>
        {(notices) => (
          <ul className="events notices">
            {notices.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  )
}
