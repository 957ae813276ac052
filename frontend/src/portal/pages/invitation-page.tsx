import { useState } from 'react'
import { Link, Navigate, useLocation, useNavigate } from 'react-router'
import { useInvitation } from '@/features/auth/api/invitation'
import { AcceptInvitationForm } from '@/features/auth/components/accept-invitation-form'
import { AuthCard } from '@/features/auth/components/auth-card'
import { ErrorState, Skeleton } from '@/components/states'
import { isProblem } from '@/lib/api/problem'
import { useSession } from '@/lib/api/use-session'
import { formatInstant } from '@/lib/format'

/** The link's token stands behind the #, which no server sees; it leaves the address bar at once. */
export function Component() {
  const { hash, state } = useLocation()
  const token = (state as { token?: string } | null)?.token
  if (hash.length > 1) return <Navigate to="/invitation" replace state={{ token: hash.slice(1) }} />
  return token ? <Opened token={token} /> : <Unusable />
}

function Opened({ token }: { token: string }) {
  const navigate = useNavigate()
  const status = useSession()
  const invitation = useInvitation(token)
  const [isAccepted, setAccepted] = useState(false)
  if (isAccepted) return null
  if (isProblem(invitation.error, 'invitation_not_found')) return <Unusable />
  if (!invitation.data) {
    return (
      <AuthCard title="Your invitation">
        {invitation.isPending ? (
          <Skeleton rows={3} label="Loading the invitation" />
        ) : (
          <ErrorState title="It is not available now" error={invitation.error} onRetry={() => void invitation.refetch()} />
        )}
      </AuthCard>
    )
  }
  if (status === 'in') {
    return (
      <AuthCard title="Somebody is signed in here" lead={`This invitation is for ${invitation.data.email}. Sign out first.`}>
        <p>Then open the link of the invitation again.</p>
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title="Accept your invitation"
      lead={`Choose how you will sign in. The invitation works until ${formatInstant(invitation.data.expires_at)}.`}
    >
      <AcceptInvitationForm
        token={token}
        email={invitation.data.email}
        onAccepted={(needsAuthenticator) => {
          setAccepted(true)
          const next = needsAuthenticator ? ' Then set up an authenticator app or a passkey under Profile, Security: your role needs one.' : ''
          void navigate('/login', { replace: true, state: { notice: `Welcome. Sign in with your new password.${next}` } })
        }}
      />
    </AuthCard>
  )
}

function Unusable() {
  return (
    <AuthCard title="This invitation cannot be used" lead="It was used, it has run out, or it was taken back.">
      <p>Ask whoever invited you for a new one.</p>
      <Link to="/login" className="btn btn-outline-primary">
        Go to sign in
      </Link>
    </AuthCard>
  )
}
