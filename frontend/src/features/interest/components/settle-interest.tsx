import { OutcomePanel } from '@/components/outcome-panel'
import { SubmitButton } from '@/components/submit-button'
import { useIntent } from '@/lib/use-intent'
import { useSettleInterest } from '../api/settle-interest'

/** One press that books the interest of an account which is to be closed. */
export function SettleInterest({ account, onSettled }: { account: string; onSettled: () => void }) {
  const settle = useSettleInterest(account)
  const { state, send } = useIntent(`settle.${account}`, account, settle, onSettled)
  return (
    <>
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel
          failure={state}
          notDone="Interest not booked"
          reason={state.kind === 'declined' ? state.problem.message : ''}
        />
      )}
      <SubmitButton busy={state.kind === 'sending'} onClick={() => void send()}>
        {state.kind === 'unknown' ? 'Check again' : 'Book the interest now'}
      </SubmitButton>
    </>
  )
}
