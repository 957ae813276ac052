import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Dialog } from '@/components/dialog'
import type { FactorType } from '@/lib/api/allauth'
import { type Reauthentication, reauthentication } from '@/lib/api/reauthentication'
import { hasPasskeys } from '@/lib/webauthn'
import { reauthenticate } from '../api/reauthenticate'
import { factorOrder, factorWords } from '../factor-words'
import { FactorCodeForm } from './factor-code-form'
import { OtherWays } from './other-ways'
import { PasskeyStep } from './passkey-step'
import { PasswordProofForm } from './password-proof-form'

type Way = FactorType | 'password'

/** Asks somebody who is signed in to show once more that it is them; then the page goes on by itself. */
export function ReauthenticationDialog({ asked }: { asked: Reauthentication }) {
  const ways = waysOf(asked)
  const [way, setWay] = useState<Way>(ways[0] ?? 'password')
  const others = ways.filter((other) => other !== way)
  const close = (answer: true | null) => {
    reauthentication.answer(answer)
  }
  const done = () => {
    close(true)
  }
  return (
    <Dialog title="Confirm that it is you" onClose={() => { close(null) }}>
      <p>This changes how your account is kept safe, so we ask again.</p>
      {way === 'password' && <PasswordProofForm prove={(password) => reauthenticate.byPassword(password).then(done)} />}
      {way === 'webauthn' && <PasskeyStep prove={() => reauthenticate.byPasskey().then(done)} />}
      {(way === 'totp' || way === 'recovery_codes') && (
        <FactorCodeForm key={way} type={way} button="Confirm" prove={(code) => reauthenticate.byCode(code).then(done)} />
      )}
      <OtherWays
        ways={others.map((other) => ({ way: other, words: other === 'password' ? 'Use your password' : factorWords[other].choice }))}
        onChoose={setWay}
      />
      <Button variant="outline-primary" onClick={() => { close(null) }}>
        Cancel
      </Button>
    </Dialog>
  )
}

function waysOf({ password, types }: Reauthentication): readonly Way[] {
  const usable = factorOrder.filter((type) => types.includes(type) && (type !== 'webauthn' || hasPasskeys()))
  return password ? [...usable, 'password'] : usable
}
