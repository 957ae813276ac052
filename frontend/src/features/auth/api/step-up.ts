import { api, unwrap } from '@/lib/api/client'
import type { StepUpChallenge } from '@/lib/api/step-up'
import type { StepUpMethod, StepUpQuestion } from '@/lib/api/types'
import type { CredentialJson, RequestOptions } from '@/lib/webauthn'

/** What the bank asks for: the sentence says what will be approved. */
export interface StepUp extends Omit<StepUpQuestion, 'passkey'> {
  readonly passkey: RequestOptions | null
}

export type StepUpProof =
  | { readonly method: Exclude<StepUpMethod, 'passkey'>; readonly code: string }
  | { readonly method: 'passkey'; readonly credential: CredentialJson }

export async function beginStepUp({ operation, facts }: StepUpChallenge): Promise<StepUp> {
  const question = await unwrap(api.POST('/api/v1/auth/step-up', { body: { operation, facts: { ...facts } } }))
  // WebAuthn's own words, which the schema leaves open.
  return { ...question, passkey: question.passkey as RequestOptions | null }
}

/** The approval, for the header `Step-Up` of the one request that it is bound to. */
export async function proveStepUp(id: string, proof: StepUpProof): Promise<string> {
  const params = { path: { step_up_id: id } }
  const body = proof.method === 'passkey' ? { ...proof, credential: { ...proof.credential } } : proof
  const { approval } = await unwrap(api.POST('/api/v1/auth/step-up/{step_up_id}', { params, body }))
  return approval
}
