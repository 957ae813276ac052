import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { useMe } from '../api/get-me'

/** For somebody who works for the bank: what is missing before it lets them. */
export function HeldBackNotice() {
  const { data: me } = useMe()
  if (!me?.staff_roles_held_back) return null
  return (
    <section className="outcome outcome-busy" aria-labelledby="held-back-title">
      <Icon name="shield" size={24} />
      <div>
        <h2 id="held-back-title">Your work for the bank waits for a second factor</h2>
        <p>
          A code by e-mail is not enough for it. <Link to="/settings/security/authenticator">Set up an authenticator app</Link>{' '}
          or <Link to="/settings/security/passkey">add a passkey</Link>, then sign out and sign in with it.
        </p>
      </div>
    </section>
  )
}
