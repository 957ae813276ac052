import { OutcomePanel } from '@/components/outcome-panel'
import { SubmitButton } from '@/components/submit-button'
import { SummaryList } from '@/components/summary-list'
import { MoneyText } from '@/components/money-text'
import type { Account } from '@/lib/api/types'
import { formatMoney, fromWire } from '@/lib/money'
import { type Sending, useIntent } from '@/lib/use-intent'
import { usePostPayment } from '../api/post-payment'
import { answerRows } from '../answer-rows'
import type { Draft } from '../draft'
import { type PaymentKind, kindWords } from '../kinds'
import type { Posted } from '../receipt-store'
import { refusalText } from '../refusal-words'

interface CheckAnswersProps {
  kind: PaymentKind
  draft: Draft
  accounts: readonly Account[]
  onPosted: (posted: Posted) => void
}

function noteFor(state: Sending['kind']): string {
  switch (state) {
    case 'ready':
      return 'Nothing has moved yet.'
    case 'sending':
      return 'Sending… Please keep this page open.'
    case 'unknown':
      return 'Checking never sends it a second time.'
    default:
      return 'Your answers are kept.'
  }
}

/** The last look before money moves. The intent's key is made here. */
export function CheckAnswers({ kind, draft, accounts, onPosted }: CheckAnswersProps) {
  const words = kindWords[kind]
  const post = usePostPayment(kind)
  const { state, send } = useIntent(kind, draft, (key) => post(draft, key), onPosted)
  const isOpen = state.kind === 'sending' || state.kind === 'unknown'
  const amount = formatMoney(fromWire(draft.amount, draft.currency))

  return (
    <>
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel
          failure={state}
          notDone={words.notDone}
          reason={state.kind === 'declined' ? refusalText(state.problem) : ''}
        />
      )}
      <p className="check-amount">
        <MoneyText amount={draft.amount} currency={draft.currency} />
      </p>
      {/* While an outcome is open, an edit would be a second payment beside the first. */}
      <SummaryList rows={answerRows(kind, draft, accounts, isOpen ? undefined : words.path)} />
      <SubmitButton busy={state.kind === 'sending'} onClick={() => void send()}>
        {state.kind === 'unknown' ? 'Check again' : `${words.verb} ${amount}`}
      </SubmitButton>
      <p className="check-note" role="status">
        {noteFor(state.kind)}
      </p>
    </>
  )
}
