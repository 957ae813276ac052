import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { CopyButton } from '@/components/copy-button'
import { SubmitButton } from '@/components/submit-button'
import { useMakeRecoveryCodes, useShowRecoveryCodes } from '../api/recovery-codes'

/** Shown when asked for; after that, new ones can be made. `isMade` is false before the first. */
export function RecoveryCodes({ isMade }: { isMade: boolean }) {
  const show = useShowRecoveryCodes()
  const make = useMakeRecoveryCodes()
  const [isAsking, setAsking] = useState(false)
  const codes = make.data ?? show.data ?? null
  const makeNew = () => {
    make.mutate(undefined, { onSuccess: () => { setAsking(false) } })
  }
  return (
    <>
      {codes ? (
        <CodeList codes={codes} />
      ) : (
        <>
          {show.isSuccess && <p role="status">Your codes were shown before and are not shown again. Make new ones if you have lost them.</p>}
          {!show.isSuccess && isMade && (
            <SubmitButton busy={show.isPending} onClick={() => { if (!show.isPending) show.mutate() }}>
              Show my codes
            </SubmitButton>
          )}
          <ActionProblem error={show.error} />
        </>
      )}
      {isMade ? (
        <Button variant="outline-primary" onClick={() => { setAsking(true) }}>
          Make new codes
        </Button>
      ) : (
        !codes && (
          <SubmitButton busy={make.isPending} onClick={() => { if (!make.isPending) makeNew() }}>
            Make recovery codes
          </SubmitButton>
        )
      )}
      {!isAsking && <ActionProblem error={make.error} />}
      {isAsking && (
        <ConfirmDialog
          title="Make new recovery codes?"
          button="Make new codes"
          busy={make.isPending}
          error={make.error}
          onConfirm={makeNew}
          onClose={() => { setAsking(false) }}
        >
          <p>The codes that you have now stop working.</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function CodeList({ codes }: { codes: readonly string[] }) {
  const text = codes.join('\n')
  return (
    <section aria-label="Your recovery codes">
      <p role="status">Keep them where only you can find them. Each works once, and we do not show them again.</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="factor-actions">
        <CopyButton text={text} what="recovery codes" />
        <Button variant="outline-primary" size="sm" onClick={() => { download(text) }}>
          Download
        </Button>
      </p>
    </section>
  )
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([`BankingSystem recovery codes\n\n${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'bankingsystem-recovery-codes.txt'
  link.click()
  URL.revokeObjectURL(address)
}
