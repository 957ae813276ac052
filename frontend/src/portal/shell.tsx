import { Link, Outlet, ScrollRestoration } from 'react-router'
import { IdleGuard } from '@/features/auth/components/idle-guard'
import { Prompts } from '@/features/auth/components/prompts'
import { SignOutButton } from '@/features/auth/components/sign-out-button'
import { Bell } from '@/features/notifications/components/bell'
import { Brand } from '@/components/brand'
import { ThemeToggle } from '@/components/theme-toggle'
import { Navigation } from './navigation'
import { SkipLink } from './skip-link'

interface ShellProps {
  /** For people who are no customers: the frame alone, without the ways to a customer's pages. */
  isBare?: boolean
}

export function Shell({ isBare = false }: ShellProps) {
  return (
    <div className={isBare ? 'shell shell-bare' : 'shell'}>
      <SkipLink />
      <header className="shell-head">
        <Link to="/" className="brand-link">
          <Brand />
        </Link>
        <div className="head-tools">
          {!isBare && <Bell />}
          <ThemeToggle />
          <SignOutButton />
        </div>
      </header>
      {!isBare && <Navigation />}
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
      <Prompts />
      <IdleGuard />
    </div>
  )
}
