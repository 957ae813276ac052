import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { TextField } from '@/components/text-field'
import type { Account } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { useFreeze, useUnfreeze } from '../api/change-account'

/** One press stops what leaves the account, another lets it go again. What the bank stopped stays so. */
export function FreezePanel({ account }: { account: Account }) {
  const own = account.freezes.find(({ by }) => by === 'customer')
  const isStopped = account.freezes.some(({ by }) => by === 'bank')
  return (
    <>
      <p className="panel-lead">
        While it is frozen nothing leaves the account: no payment, no withdrawal, no standing order. Money still arrives.
      </p>
      {isStopped && <p className="panel-lead">The bank has stopped this account too. Only the bank can lift that.</p>}
      {own ? <Lift account={account} freeze={own} /> : <Freeze account={account} />}
    </>
  )
}

function Freeze({ account }: { account: Account }) {
  const [reason, setReason] = useState('')
  const freeze = useFreeze(account.id)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!freeze.isPending) freeze.mutate(reason.trim().length >= 3 ? reason.trim() : 'Frozen in the portal')
  }

  return (
    <form noValidate onSubmit={submit}>
      <TextField
        id="freeze-reason"
        label="Why (optional)"
        hint="For you to remember. It is kept with the account."
        maxLength={200}
        autoComplete="off"
        value={reason}
        onChange={(event) => {
          setReason(event.target.value)
        }}
      />
      <ActionProblem error={freeze.error} />
      <div className="panel-actions">
        <Button type="submit" aria-disabled={freeze.isPending}>
          Freeze payments
        </Button>
      </div>
    </form>
  )
}

function Lift({ account, freeze }: { account: Account; freeze: Account['freezes'][number] }) {
  const lift = useUnfreeze(account.id)
  return (
    <>
      <p role="status" className="freeze-state">
        <span className="tag tag-warn">Frozen</span> since {formatInstant(freeze.placed_at)}
        {freeze.reason && `: ${freeze.reason}`}
      </p>
      <ActionProblem error={lift.error} />
      <div className="panel-actions">
        <Button
          aria-disabled={lift.isPending}
          onClick={() => {
            if (!lift.isPending) lift.mutate(freeze.id)
          }}
        >
          Lift the freeze
        </Button>
      </div>
    </>
  )
}
