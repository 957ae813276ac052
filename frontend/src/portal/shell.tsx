import { Link, Outlet, ScrollRestoration } from 'react-router'
import { SignOutButton } from '@/features/auth/components/sign-out-button'
import { Brand } from '@/components/brand'
import { ThemeToggle } from '@/components/theme-toggle'
import { Navigation } from './navigation'
import { SkipLink } from './skip-link'

export function Shell() {
  return (
    <div className="shell">
      <SkipLink />
      <header className="shell-head">
        <Link to="/" className="brand-link">
          <Brand />
        </Link>
        <div className="head-tools">
          <ThemeToggle />
          <SignOutButton />
        </div>
      </header>
      <Navigation />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  )
}
