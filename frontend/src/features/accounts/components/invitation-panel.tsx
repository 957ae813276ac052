import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import type { HolderInvitation } from '@/lib/api/types'
import { formatDate, formatIban } from '@/lib/format'
import { rightWords } from '../account-words'
import { useAnswerInvitation, useInvitations } from '../api/holders'

/** Somebody wants the person to hold an account with them. Nothing where nobody does. */
export function InvitationPanel({ personId }: { personId: string }) {
  const { data: invitations = [] } = useInvitations()
  const mine = invitations.filter(({ customer }) => customer === personId)
  if (mine.length === 0) return null
  return (
    <section className="panel" aria-labelledby="invitations-title">
      <h2 id="invitations-title">Offered to you</h2>
      <ul className="records">
        {mine.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </section>
  )
}

function InvitationRow({ invitation }: { invitation: HolderInvitation }) {
  const { access, expires_at, id, number, title } = invitation
  const answer = useAnswerInvitation(id)
  const press = (isAccepted: boolean) => {
    if (!answer.isPending) answer.mutate(isAccepted)
  }
  return (
    <li className="record">
      <div>
        <h3>{title}</h3>
        <p className="iban">{formatIban(number)}</p>
        <p className="record-main">
          {rightWords[access].label}: {rightWords[access].about}
        </p>
        <p>Offered until {formatDate(expires_at)}</p>
        <ActionProblem error={answer.error} />
      </div>
      <span className="factor-actions">
        <Button size="sm" aria-disabled={answer.isPending} onClick={() => { press(true) }}>
          Accept <span className="visually-hidden">{title}</span>
        </Button>
        <Button variant="outline-primary" size="sm" aria-disabled={answer.isPending} onClick={() => { press(false) }}>
          Decline <span className="visually-hidden">{title}</span>
        </Button>
      </span>
    </li>
  )
}
