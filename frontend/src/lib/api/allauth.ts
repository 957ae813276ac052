import { csrfToken } from './csrf'
import { ApiProblem, isProblemBody, NoAnswer } from './problem'

const root = '/api/v1/auth/browser/v1/'

export interface AllauthError {
  readonly code: string
  readonly message: string
  readonly param?: string
}

export type FactorType = 'totp' | 'recovery_codes' | 'webauthn'

/** A way to go on that allauth offers; `types` are the factors that it would take. */
export interface Flow {
  readonly id: string
  readonly is_pending?: boolean
  readonly types?: readonly FactorType[]
}

/** django-allauth's headless answer; 401 is not an error here but "another step is due". */
export interface AllauthAnswer<Data = unknown> {
  readonly status: number
  readonly data?: Data
  readonly meta?: { readonly is_authenticated?: boolean; readonly secret?: string; readonly totp_url?: string }
  readonly errors?: readonly AllauthError[]
}

export type NextStep =
  | { readonly to: 'signed_in' | 'verify_email' | 'login_by_code' | 'start_again' }
  | { readonly to: 'second_factor'; readonly types: readonly FactorType[] }

export class AllauthRefusal extends Error {
  readonly status: number
  readonly errors: readonly AllauthError[]

  constructor({ status, errors = [] }: AllauthAnswer) {
    super(errors[0]?.message ?? `Refused with ${String(status)}`)
    this.name = 'AllauthRefusal'
    this.status = status
    this.errors = errors
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * Asks allauth. What the bank itself refuses on the way (a lock, a limit) is a problem as everywhere else,
 * and is thrown.
 */
export async function allauth<Data = unknown>(method: Method, path: string, body?: unknown): Promise<AllauthAnswer<Data>> {
  try {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (method !== 'GET') headers['X-CSRFToken'] = await csrfToken()
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await fetch(new URL(root + path, location.origin), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json().catch(() => ({}))
    if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
      throw new ApiProblem(response.status, isProblemBody(answer) ? answer : {}, response.headers)
    }
    return { ...(answer as Partial<AllauthAnswer<Data>>), status: response.status }
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    throw new NoAnswer(error)
  }
}

export function flowsOf(answer: AllauthAnswer): readonly Flow[] {
  return (answer.data as { flows?: readonly Flow[] } | undefined)?.flows ?? []
}

/** Where a sign-in or sign-up stands after an answer. */
export function nextStep(answer: AllauthAnswer): NextStep {
  if (answer.status === 200) return { to: 'signed_in' }
  if (answer.status !== 401) throw new AllauthRefusal(answer)
  const pending = flowsOf(answer).find((flow) => flow.is_pending)
  if (pending?.id === 'mfa_authenticate') return { to: 'second_factor', types: pending.types ?? [] }
  return { to: pending?.id === 'verify_email' || pending?.id === 'login_by_code' ? pending.id : 'start_again' }
}
