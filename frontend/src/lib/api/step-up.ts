import { createPrompt } from '@/lib/prompt'

/** What the bank wants confirmed by a fresh factor: an operation and exactly these facts. */
export interface StepUpChallenge {
  readonly operation: string
  readonly facts: Readonly<Record<string, string>>
}

/** The dialog answers with the approval that goes into the header `Step-Up`. */
export const stepUp = createPrompt<StepUpChallenge, string>()

/** The challenge in a refusal, or null when it was refused for another reason. */
export async function challengeIn(response: Response): Promise<StepUpChallenge | null> {
  if (response.status !== 403) return null
  const body = (await response.clone().json().catch(() => null)) as { code?: string; step_up?: StepUpChallenge } | null
  return body?.code === 'step_up_required' ? (body.step_up ?? null) : null
}
