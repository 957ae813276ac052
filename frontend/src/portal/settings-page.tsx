import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { PageTitle } from '@/components/page-title'

interface SettingsPageProps {
  title: string
  lead?: string
  /** Where the way back leads; to the security page unless said otherwise. */
  back?: { readonly to: string; readonly label: string }
  children: ReactNode
}

const security = { to: '/settings/security', label: 'Back to security' }

/** One task of a larger page, with the way back. */
export function SettingsPage({ title, lead, back = security, children }: SettingsPageProps) {
  return (
    <div className="narrow">
      <Link to={back.to} className="back-link">
        {back.label}
      </Link>
      <PageTitle title={title} lead={lead} />
      <section className="panel" aria-label={title}>
        {children}
      </section>
    </div>
  )
}
