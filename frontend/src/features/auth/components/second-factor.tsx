import type { FactorType, NextStep } from '@/lib/api/allauth'
import { useCodeAsSecondFactor, usePasskeyAsSecondFactor } from '../api/second-factor'
import { factorOrder, factorWords } from '../factor-words'
import { FactorCodeForm } from './factor-code-form'
import { OtherWays } from './other-ways'
import { PasskeyStep } from './passkey-step'

interface SecondFactorProps {
  types: readonly FactorType[]
  chosen: FactorType
  onChoose: (type: FactorType) => void
  onStep: (step: NextStep) => void
}

/** The second half of a sign-in, by one of the factors that the person has enrolled. */
export function SecondFactor({ types, chosen, onChoose, onStep }: SecondFactorProps) {
  const code = useCodeAsSecondFactor()
  const passkey = usePasskeyAsSecondFactor()
  const others = factorOrder.filter((type) => types.includes(type) && type !== chosen)
  return (
    <>
      {chosen === 'webauthn' ? (
        <PasskeyStep prove={async () => { onStep(await passkey.mutateAsync()) }} />
      ) : (
        <FactorCodeForm key={chosen} type={chosen} prove={async (typed) => { onStep(await code.mutateAsync(typed)) }} />
      )}
      <OtherWays ways={others.map((way) => ({ way, words: factorWords[way].choice }))} onChoose={onChoose} />
    </>
  )
}
