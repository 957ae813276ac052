import { useMutation } from '@tanstack/react-query'
import Button from 'react-bootstrap/Button'
import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { ErrorState, Skeleton } from '@/components/states'
import type { ReceiptProof } from '@/lib/api/types'
import { formatDate, referenceOf } from '@/lib/format'
import { saveFile } from '@/lib/save-file'
import { canHash } from '@/lib/sha256'
import { useReceiptProof } from '../api/get-proof'
import { checkProof } from '../check-proof'

/** The receipt that proves a movement: to keep, and to check here. */
export function ProofPanel({ transfer }: { transfer: string }) {
  const { data: receipt, error, isPending, refetch } = useReceiptProof(transfer)
  return (
    <section className="panel" aria-labelledby="proof-title">
      <h2 id="proof-title">Receipt with proof</h2>
      {isPending && <Skeleton rows={2} label="Loading the receipt" />}
      {!isPending && !receipt && <ErrorState title="The receipt is not available" error={error} onRetry={() => void refetch()} />}
      {receipt && <Proof transfer={transfer} receipt={receipt} />}
    </section>
  )
}

function Proof({ transfer, receipt }: { transfer: string; receipt: ReceiptProof }) {
  const check = useMutation({ mutationFn: () => checkProof(receipt) })
  const day = receipt.proof?.day
  return (
    <>
      <p className="panel-lead">
        {day
          ? `Sealed with ${String(day.count)} movements of ${formatDate(day.business_date)}. Nobody can change it now without the seal showing it.`
          : 'It is sealed when its business day is closed. Until then the receipt has no proof.'}
      </p>
      {day && (
        <p className="hash">
          <span className="hash-label">Seal of the day</span> <code>{day.seal}</code>
        </p>
      )}
      <div className="panel-actions">
        <Button
          variant="outline-primary"
          onClick={() => {
            saveFile(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }), `receipt-${referenceOf(transfer)}.json`)
          }}
        >
          Download the receipt
        </Button>
        {day && canHash() && (
          <Button
            variant="outline-primary"
            aria-disabled={check.isPending}
            onClick={() => {
              if (!check.isPending) check.mutate()
            }}
          >
            Check the proof here
          </Button>
        )}
      </div>
      <div role="status">{check.isSuccess && <Verdict isRight={check.data} />}</div>
      {day && (
        <p className="panel-lead">
          Compare the seal with <Link to="/seals">the seals of all days</Link>, and keep it somewhere of your own.
        </p>
      )}
    </>
  )
}

function Verdict({ isRight }: { isRight: boolean }) {
  return (
    <div className={isRight ? 'outcome outcome-good' : 'outcome outcome-declined'}>
      <Icon name={isRight ? 'check' : 'alert'} size={24} />
      <div>
        <h3>{isRight ? 'The proof is right' : 'The proof is wrong'}</h3>
        <p>
          {isRight
            ? 'Your browser computed the seal from this movement, and it is the one above.'
            : 'This movement does not lead to the seal. Keep the receipt and tell us.'}
        </p>
      </div>
    </div>
  )
}
