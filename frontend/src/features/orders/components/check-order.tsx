import { MoneyText } from '@/components/money-text'
import { OutcomePanel } from '@/components/outcome-panel'
import { SubmitButton } from '@/components/submit-button'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account, StandingOrder } from '@/lib/api/types'
import { refusalText } from '@/lib/refusal-words'
import { useIntent } from '@/lib/use-intent'
import { useOrderPayment } from '../api/orders'
import type { OrderDraft } from '../order-draft'
import { rhythmWords } from '../order-words'

interface CheckOrderProps {
  draft: OrderDraft
  accounts: readonly Account[]
  onOrdered: (order: StandingOrder) => void
}

/** The last look. The intent's key is made here, so nothing is ever set up twice. */
export function CheckOrder({ draft, accounts, onOrdered }: CheckOrderProps) {
  const { request } = draft
  const order = useOrderPayment()
  const { state, send } = useIntent('standing-order', request, (key) => order(request, key), onOrdered)
  const isOpen = state.kind === 'sending' || state.kind === 'unknown'
  return (
    <>
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel failure={state} notDone="Not set up" reason={state.kind === 'declined' ? refusalText(state.problem) : ''} />
      )}
      <p className="check-amount">
        <MoneyText amount={request.amount} currency={request.currency} />
      </p>
      <SummaryList rows={rowsOf(draft, accounts, !isOpen)} />
      <SubmitButton busy={state.kind === 'sending'} onClick={() => void send()}>
        {state.kind === 'unknown' ? 'Check again' : 'Set it up'}
      </SubmitButton>
      <p className="check-note" role="status">
        {state.kind === 'sending' ? 'Setting it up…' : 'Nothing moves before the first date.'}
      </p>
    </>
  )
}

function rowsOf({ request, recipient }: OrderDraft, accounts: readonly Account[], mayChange: boolean): SummaryRow[] {
  const change = mayChange ? { changeTo: '/standing-orders/new' } : {}
  const from = accounts.find(({ id }) => id === request.from_account)
  const days = request.retry_days ?? 0
  return [
    { term: 'From', value: from ? `${accountName(from)} ···${lastFour(from.number)}` : 'An account of yours', ...change },
    { term: 'To', value: recipient.label, ...change },
    { term: 'When', value: rhythmWords(request), ...change },
    { term: 'Note', value: request.note ?? 'None', ...change },
    { term: 'If there is not enough money', value: days > 0 ? `We try again for ${String(days)} ${days === 1 ? 'day' : 'days'}` : 'That payment is left out', ...change },
  ]
}
