import { useLocation } from 'react-router'
import { Icon } from '@/components/icon'

/** What the page before this one has done, as it was handed on. */
export function HandedNotice() {
  return <Notice text={(useLocation().state as { notice?: string } | null)?.notice ?? ''} />
}

/** Said once it is true; the place for it is always there, so that it is read out. */
export function Notice({ text }: { text: string }) {
  return (
    <div role="status" className="notice-place">
      {text && (
        <p className="notice">
          <Icon name="check" /> {text}
        </p>
      )}
    </div>
  )
}
