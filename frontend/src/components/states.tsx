import { type ReactNode, useEffect, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { describe } from '@/lib/api/problem'
import { Icon, type IconName } from './icon'

export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <span className="state-icon">
        <Icon name={icon} size={26} />
      </span>
      <p className="state-title">{title}</p>
      {children}
    </div>
  )
}

/** Never a zero in place of a number that could not be read. */
export function ErrorState({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <div className="state" role="alert">
      <span className="state-icon state-icon-warn">
        <Icon name="alert" size={26} />
      </span>
      <p className="state-title">{title}</p>
      <p className="text-body-secondary">{describe(error)}</p>
      {onRetry && (
        <Button variant="outline-primary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Appears only after 300 ms: a fast answer should not flicker. */
export function Skeleton({ rows = 3, label = 'Loading' }: { rows?: number; label?: string }) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true)
    }, 300)
    return () => {
      clearTimeout(timer)
    }
  }, [])
  return (
    <div className={isLate ? 'skeleton is-late' : 'skeleton'} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" />
      ))}
    </div>
  )
}
