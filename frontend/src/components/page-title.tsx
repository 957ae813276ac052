import { type ReactNode, useEffect, useRef } from 'react'

let isFirstPage = true

interface PageTitleProps {
  title: string
  lead?: ReactNode
  actions?: ReactNode
}

/** The h1. Focus moves to it when a page replaces another, as it would on a full page load. */
export function PageTitle({ title, lead, actions }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} – BankingSystem`
  }, [title])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [])
  return (
    <div className="page-title">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="page-lead">{lead}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </div>
  )
}
