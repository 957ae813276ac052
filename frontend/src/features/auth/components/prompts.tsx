import { lazy, Suspense } from 'react'
import { reauthentication } from '@/lib/api/reauthentication'
import { stepUp } from '@/lib/api/step-up'
import { usePrompt } from '@/lib/use-prompt'

// Most visits never need them.
const ReauthenticationDialog = lazy(() =>
  import('./reauthentication-dialog').then((module) => ({ default: module.ReauthenticationDialog })),
)
const StepUpDialog = lazy(() => import('./step-up-dialog').then((module) => ({ default: module.StepUpDialog })))

/** The dialogs that requests open from anywhere: who are you, and do you mean exactly this. */
export function Prompts() {
  const asked = usePrompt(reauthentication)
  const challenge = usePrompt(stepUp)
  return (
    <Suspense fallback={null}>
      {asked && <ReauthenticationDialog asked={asked} />}
      {challenge && <StepUpDialog challenge={challenge} />}
    </Suspense>
  )
}
