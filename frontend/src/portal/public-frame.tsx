import { Outlet } from 'react-router'
import { SignOutButton } from '@/features/auth/components/sign-out-button'
import { Brand } from '@/components/brand'
import { ThemeToggle } from '@/components/theme-toggle'
import { useSession } from '@/lib/api/use-session'
import { SkipLink } from './skip-link'

/** Around the pages before someone is a customer. */
export function PublicFrame() {
  const isIn = useSession() === 'in'
  return (
    <div className="public">
      <SkipLink />
      <header className="public-head">
        <Brand />
        <div className="head-tools">
          <ThemeToggle />
          {isIn && <SignOutButton />}
        </div>
      </header>
      <div className="public-body">
        <aside className="pitch" aria-label="About BankingSystem">
          <p className="pitch-title">A bank that shows its work.</p>
          <ul>
            <li>Every balance is current the moment money moves.</li>
            <li>Nothing is ever sent twice.</li>
            <li>The software is open: anyone can check it.</li>
          </ul>
        </aside>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  )
}
