import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { AccountSelect } from '@/components/account-select'
import { MoneyText } from '@/components/money-text'
import { OutcomePanel } from '@/components/outcome-panel'
import { ErrorState, Skeleton } from '@/components/states'
import { SubmitButton } from '@/components/submit-button'
import { SummaryList } from '@/components/summary-list'
import { canReceive } from '@/lib/account-name'
import type { Account, FixedDeposit } from '@/lib/api/types'
import { refusalText } from '@/lib/refusal-words'
import { useIntent } from '@/lib/use-intent'
import { useCloseDeposit, useClosingPreview } from '../api/deposits'

interface CloseDepositProps {
  deposit: FixedDeposit
  accounts: readonly Account[]
}

/** Closing a deposit before its day: what it costs is shown before it can be done. */
export function CloseDeposit({ deposit, accounts }: CloseDepositProps) {
  const [isOpen, setOpen] = useState(false)
  const preview = useClosingPreview(deposit.id, isOpen)
  if (!isOpen) {
    return (
      <div className="panel-actions">
        <Button variant="outline-primary" onClick={() => { setOpen(true) }}>
          What would closing cost?
        </Button>
      </div>
    )
  }
  if (preview.isPending) return <Skeleton rows={3} label="Working out what it costs" />
  if (!preview.data) return <ErrorState title="It could not be worked out" error={preview.error} onRetry={() => void preview.refetch()} />
  const { accrued, credited, currency, forfeited, pays, tax } = preview.data
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />
  return (
    <>
      <SummaryList
        rows={[
          { term: 'Earned so far', value: money(accrued) },
          { term: 'Lost by closing early', value: money(forfeited) },
          { term: 'Interest that you get', value: money(credited) },
          { term: 'Tax', value: money(tax) },
          { term: 'You get in all', value: money(pays) },
        ]}
      />
      <Confirm deposit={deposit} accounts={accounts.filter((account) => canReceive(account) && account.id !== deposit.account)} />
    </>
  )
}

function Confirm({ deposit, accounts }: CloseDepositProps) {
  const [payTo, setPayTo] = useState(deposit.pay_to ?? '')
  const close = useCloseDeposit(deposit.id)
  const { state, send } = useIntent(`close-deposit.${deposit.id}`, { payTo }, (key) => close(payTo, key), () => undefined)
  return (
    <>
      <AccountSelect
        id="close-pay-to"
        name="pay_to"
        label="Pay it to (or leave it on the deposit’s account)"
        accounts={accounts}
        value={payTo}
        onChange={(event) => {
          setPayTo(event.target.value)
        }}
      />
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel failure={state} notDone="Not closed" reason={state.kind === 'declined' ? refusalText(state.problem) : ''} />
      )}
      <SubmitButton busy={state.kind === 'sending'} onClick={() => void send()}>
        {state.kind === 'unknown' ? 'Check again' : 'Close it now'}
      </SubmitButton>
    </>
  )
}
