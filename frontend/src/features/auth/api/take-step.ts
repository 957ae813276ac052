import { type AllauthAnswer, nextStep, type NextStep } from '@/lib/api/allauth'
import { idleClock } from '@/lib/idle-clock'
import { mintToken } from '@/lib/api/session'

/** Reads where an answer leads; at the end of the way it takes the access token. */
export async function takeStep(answer: AllauthAnswer): Promise<NextStep> {
  const step = nextStep(answer)
  if (step.to === 'signed_in') {
    idleClock.note(Date.now())
    await mintToken()
  }
  return step
}
