import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { AmountInput } from '@/components/amount-input'
import { MoneyText } from '@/components/money-text'
import { isProblem } from '@/lib/api/problem'
import type { Limit } from '@/lib/api/types'
import { checkAmount } from '@/lib/check-amount'
import { formatDate } from '@/lib/format'
import { useChangeLimit } from '../api/limits'
import { kindWords, usedShare } from '../limit-words'

/** A limit with what was used of it, and a way to set another one. */
export function LimitRow({ limit }: { limit: Limit }) {
  const [isEditing, setEditing] = useState(false)
  const { amount, currency, kind, last_date, remaining, source, used } = limit
  const name = kindWords[kind]
  const stop = () => {
    setEditing(false)
  }
  return (
    <li className="record">
      <div>
        <h3>
          {name}: up to <MoneyText amount={amount} currency={currency} />
        </h3>
        {kind === 'transfer' ? (
          <p>{source === 'own' ? 'Set by you.' : 'Set by the bank.'}</p>
        ) : (
          <div className="meter">
            <progress max={1} value={usedShare(limit)} aria-label={`${name}: share that is used`} />
            <p>
              <MoneyText amount={used} currency={currency} /> used, <strong><MoneyText amount={remaining} currency={currency} /></strong>{' '}
              left until {formatDate(last_date)}. {source === 'own' ? 'Set by you.' : 'Set by the bank.'}
            </p>
          </div>
        )}
        {isEditing && <LimitForm limit={limit} onDone={stop} />}
      </div>
      {!isEditing && (
        <Button variant="outline-primary" size="sm" onClick={() => { setEditing(true) }}>
          Change <span className="visually-hidden">the limit: {name}, {currency}</span>
        </Button>
      )}
    </li>
  )
}

function LimitForm({ limit, onDone }: { limit: Limit; onDone: () => void }) {
  const [typed, setTyped] = useState(limit.amount)
  const [wrong, setWrong] = useState('')
  const change = useChangeLimit(limit.id)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (change.isPending) return
    const checked = checkAmount(typed, limit.currency)
    setWrong('error' in checked ? checked.error : '')
    if ('wire' in checked) change.mutate(checked.wire, { onSuccess: onDone })
  }

  return (
    <form noValidate className="rename" onSubmit={submit}>
      <AmountInput
        id={`limit-${limit.id}`}
        name="amount"
        label={`New limit, ${kindWords[limit.kind].toLowerCase()},`}
        currency={limit.currency}
        value={typed}
        error={wrong || undefined}
        hint="A lower one counts at once. A higher one we ask you to confirm."
        onChange={(event) => {
          setTyped(event.target.value)
        }}
      />
      <ActionProblem error={isProblem(change.error, 'step_up_required') ? null : change.error} />
      <span className="factor-actions">
        <Button type="submit" size="sm" aria-disabled={change.isPending}>
          Save
        </Button>
        <Button variant="outline-primary" size="sm" onClick={onDone}>
          Cancel
        </Button>
      </span>
    </form>
  )
}
