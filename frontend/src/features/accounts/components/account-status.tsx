import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { Icon } from '@/components/icon'
import type { Account } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { useReactivate } from '../api/change-account'
import { statusNotice } from '../account-words'

/** Why money does not move as it should, and what can be done. Nothing where all is well. */
export function AccountStatus({ account }: { account: Account }) {
  const notice = statusNotice(account)
  const reactivate = useReactivate(account.id)
  if (!notice) return null
  const isDormant = account.dormant_at !== null && account.freezes.length === 0
  return (
    <section className="outcome outcome-busy" aria-labelledby="status-title">
      <Icon name={account.status === 'applied' ? 'clock' : 'lock'} size={24} />
      <div>
        <h2 id="status-title">{isDormant ? 'Not used for a long time' : titleOf(account)}</h2>
        <p>{notice}</p>
        {account.freezes.map(({ id, reason, placed_at }) => (
          <p key={id} className="outcome-small">
            {[reason, `since ${formatInstant(placed_at)}`].filter(Boolean).join(', ')}
          </p>
        ))}
        {isDormant && account.access === 'owner' && (
          <div className="panel-actions">
            <ActionProblem error={reactivate.error} />
            <Button
              size="sm"
              aria-disabled={reactivate.isPending}
              onClick={() => {
                if (!reactivate.isPending) reactivate.mutate(undefined)
              }}
            >
              Use it again
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

function titleOf({ status, freezes }: Account): string {
  if (status === 'applied') return 'Waiting for the bank'
  if (status === 'rejected') return 'Not accepted'
  return freezes.some(({ by }) => by === 'bank') ? 'Stopped by the bank' : 'Frozen by you'
}
