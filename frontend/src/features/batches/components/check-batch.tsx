import Button from 'react-bootstrap/Button'
import { MoneyText } from '@/components/money-text'
import { OutcomePanel } from '@/components/outcome-panel'
import { SubmitButton } from '@/components/submit-button'
import { SummaryList } from '@/components/summary-list'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account, Batch } from '@/lib/api/types'
import { refusalText } from '@/lib/refusal-words'
import { useIntent } from '@/lib/use-intent'
import { usePostBatch } from '../api/batches'
import { modeWords, tryWords } from '../batch-words'
import type { Tried } from './batch-form'
import { ItemList } from './item-list'

interface CheckBatchProps {
  tried: Tried
  accounts: readonly Account[]
  onPosted: (batch: Batch) => void
  onBack: () => void
}

/** What would happen, payment by payment, and the last look before it does. */
export function CheckBatch({ tried: { file, mode, outcome }, accounts, onPosted, onBack }: CheckBatchProps) {
  const post = usePostBatch()
  // The same content again is the same intent; the file itself is too large to keep.
  const { state, send } = useIntent('batch', { digest: file.digest, mode }, (key) => post(file, mode, key), onPosted)
  const isOpen = state.kind === 'sending' || state.kind === 'unknown'
  return (
    <>
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel failure={state} notDone="Not posted" reason={state.kind === 'declined' ? refusalText(state.problem) : ''} />
      )}
      <p className="check-amount">{tryWords[outcome.status]}</p>
      <SummaryList
        rows={[
          { term: 'File', value: file.name },
          { term: 'Payments', value: `${String(outcome.count)}, of which ${String(outcome.posted)} can be posted` },
          { term: 'If one cannot', value: modeWords[mode] },
          ...outcome.balances.map(({ account, balance, available }) => {
            const own = accounts.find(({ id }) => id === account)
            const currency = own?.currency ?? 'EUR'
            return {
              term: `Then on ${own ? `${accountName(own)} ···${lastFour(own.number)}` : 'an account of yours'}`,
              value: (
                <>
                  <MoneyText amount={balance} currency={currency} />, <MoneyText amount={available} currency={currency} /> available
                </>
              ),
            }
          }),
        ]}
      />
      {outcome.items.length > 0 && (
        <details className="more" open={outcome.refused > 0}>
          <summary>Payments ({outcome.items.length} shown)</summary>
          <ItemList items={outcome.items} />
        </details>
      )}
      {(outcome.status !== 'refused' || isOpen) && (
        <SubmitButton busy={state.kind === 'sending'} onClick={() => void send()}>
          {state.kind === 'unknown' ? 'Check again' : `Post ${String(outcome.posted)} payments`}
        </SubmitButton>
      )}
      {!isOpen && (
        <Button variant="outline-primary" onClick={onBack}>
          Choose another file
        </Button>
      )}
      <p className="check-note" role="status">
        {state.kind === 'sending' ? 'Posting… Please keep this page open.' : state.kind === 'unknown' ? 'Checking never sends it a second time.' : 'Nothing has moved yet.'}
      </p>
    </>
  )
}
