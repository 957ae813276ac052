import { Link } from 'react-router'

/** What to do about a line that somebody else has left. */
export function NotYou() {
  return (
    <aside className="not-you" aria-label="Was it not you?">
      <h2>Was it not you?</h2>
      <p>Change your password now. That signs out every other device, and whoever was there has to start anew.</p>
      <p className="next-links">
        <Link to="/settings/security/password" className="btn btn-primary">
          Change the password
        </Link>
        <Link to="/settings/security#devices" className="btn btn-outline-primary">
          See your devices
        </Link>
      </p>
    </aside>
  )
}
