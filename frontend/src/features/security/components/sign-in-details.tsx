import { Link } from 'react-router'
import { SummaryList } from '@/components/summary-list'
import { useEmails } from '../api/email'

/** What somebody signs in with, and how the bank reaches them. */
export function SignInDetails({ email, phone }: { email: string; phone: string }) {
  const emails = useEmails()
  const waiting = emails.data?.find(({ verified }) => !verified)
  return (
    <>
      <SummaryList
        rows={[
          { term: 'E-mail', value: email, changeTo: '/settings/security/email' },
          { term: 'Password', value: 'Known only to you', changeTo: '/settings/security/password' },
          { term: 'Phone', value: phone || 'Not given' },
        ]}
      />
      {waiting && (
        <p className="notice notice-quiet">
          <span>
            Your new address {waiting.email} is not proven yet. <Link to="/settings/security/email">Enter the code</Link>
          </span>
        </p>
      )}
    </>
  )
}
