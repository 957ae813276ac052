import type { ReactNode } from 'react'
import { PageTitle } from '@/components/page-title'

interface AuthCardProps {
  title: string
  lead?: ReactNode
  children: ReactNode
  footer?: ReactNode
}

export function AuthCard({ title, lead, children, footer }: AuthCardProps) {
  return (
    <section className="auth-card">
      <PageTitle title={title} lead={lead} />
      {children}
      {footer && <p className="auth-footer">{footer}</p>}
    </section>
  )
}
