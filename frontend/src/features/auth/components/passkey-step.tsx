import { useState } from 'react'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'

/** The browser asks by itself only after a press: some refuse otherwise. */
export function PasskeyStep({ prove, button = 'Use your passkey' }: { prove: () => Promise<unknown>; button?: string }) {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')

  async function present() {
    if (isBusy) return
    setBusy(true)
    setProblem('')
    try {
      await prove()
    } catch (error) {
      setProblem(Object.values(allauthErrors(error)).join(' '))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="passkey-step">
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <SubmitButton busy={isBusy} onClick={() => void present()}>
        {button}
      </SubmitButton>
    </div>
  )
}
