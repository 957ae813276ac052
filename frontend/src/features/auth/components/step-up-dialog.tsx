import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Dialog } from '@/components/dialog'
import { Resend } from '@/components/resend'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem, isProblem } from '@/lib/api/problem'
import { stepUp, type StepUpChallenge } from '@/lib/api/step-up'
import type { StepUpMethod } from '@/lib/api/types'
import { hasPasskeys, presentPasskey } from '@/lib/webauthn'
import { beginStepUp, proveStepUp, type StepUp, type StepUpProof } from '../api/step-up'
import { FactorCodeForm } from './factor-code-form'
import { OtherWays } from './other-ways'
import { PasskeyStep } from './passkey-step'

const choices: Readonly<Record<StepUpMethod, string>> = {
  passkey: 'Use a passkey',
  otp: 'Use the authenticator app',
  email: 'Use a code by e-mail',
}
const codeTypes = { otp: 'totp', email: 'email' } as const

/**
 * Shows what is about to be approved, in the bank's own words, and takes a fresh factor for exactly that.
 * Closed without one, everything is as it was.
 */
export function StepUpDialog({ challenge }: { challenge: StepUpChallenge }) {
  const begun = useQuery({
    queryKey: ['step-up', challenge],
    queryFn: () => beginStepUp(challenge),
    // Each begin may send a mail: once when the dialog opens, and again only when asked.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const [preferred, setPreferred] = useState<StepUpMethod | null>(null)
  const again = useMutation({ mutationFn: () => begun.refetch({ throwOnError: true }) })
  const cancel = () => {
    stepUp.answer(null)
  }
  const methods = begun.data ? usableMethods(begun.data) : []
  const method = preferred && methods.includes(preferred) ? preferred : methods[0]
  return (
    <Dialog title="Confirm it" onClose={cancel}>
      {begun.isPending && <Skeleton rows={1} label="Asking the bank" />}
      {!begun.data && begun.isError && (
        <ErrorState title="It cannot be confirmed now" error={begun.error} onRetry={() => void begun.refetch()} />
      )}
      {begun.data && <p className="step-up-sentence">{begun.data.sentence}</p>}
      {begun.data && method && (
        <Proof key={method} begun={begun.data} method={method} onOver={() => void begun.refetch()} />
      )}
      {begun.data && !method && (
        <p role="alert">Nothing on this device can confirm it. Add an authenticator app or a passkey under Profile, Security.</p>
      )}
      {method === 'email' && (
        <Resend
          isPending={again.isPending}
          isSent={again.isSuccess}
          error={again.error}
          onResend={(afterwards) => {
            again.mutate(undefined, { onSettled: afterwards })
          }}
        />
      )}
      <OtherWays
        ways={methods.filter((other) => other !== method).map((way) => ({ way, words: choices[way] }))}
        onChoose={setPreferred}
      />
      <Button variant="outline-primary" onClick={cancel}>
        Cancel
      </Button>
    </Dialog>
  )
}

function usableMethods({ methods, passkey }: StepUp): readonly StepUpMethod[] {
  return methods.filter((method) => method !== 'passkey' || (passkey !== null && hasPasskeys()))
}

interface ProofProps {
  begun: StepUp
  method: StepUpMethod
  /** The question can no longer be answered: another one is needed. */
  onOver: () => void
}

function Proof({ begun, method, onOver }: ProofProps) {
  const prove = async (proof: StepUpProof) => {
    try {
      stepUp.answer(await proveStepUp(begun.id, proof))
    } catch (error) {
      // A passkey signs a challenge once, right or wrong.
      if (isProblem(error, 'step_up_over') || (proof.method === 'passkey' && error instanceof ApiProblem)) onOver()
      throw error
    }
  }
  if (method === 'passkey') {
    const present = async () => {
      if (begun.passkey) await prove({ method, credential: await presentPasskey(begun.passkey) })
    }
    return <PasskeyStep button="Confirm with your passkey" prove={present} />
  }
  return <FactorCodeForm type={codeTypes[method]} button="Confirm" prove={(code) => prove({ method, code })} />
}
