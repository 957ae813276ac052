import { csrfToken } from '@/lib/api/csrf'
import { NoAnswer } from '@/lib/api/problem'

const root = '/api/v1/auth/browser/v1/'

export interface AllauthError {
  readonly code: string
  readonly message: string
  readonly param?: string
}

/** django-allauth's headless answer; 401 is not an error here but "another step is due". */
export interface AllauthAnswer {
  readonly status: number
  readonly data?: { readonly flows?: readonly { readonly id: string; readonly is_pending?: boolean }[] }
  readonly errors?: readonly AllauthError[]
}

export type NextStep = 'signed_in' | 'verify_email' | 'login_by_code' | 'start_again'

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

export async function allauth(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<AllauthAnswer> {
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
    const answer = (await response.json().catch(() => ({}))) as Partial<AllauthAnswer>
    return { ...answer, status: response.status }
  } catch (error) {
    throw new NoAnswer(error)
  }
}

/** Where a sign-in or sign-up stands after an answer. */
export function nextStep(answer: AllauthAnswer): NextStep {
  if (answer.status === 200) return 'signed_in'
  if (answer.status !== 401) throw new AllauthRefusal(answer)
  const pending = answer.data?.flows?.find((flow) => flow.is_pending)?.id
  return pending === 'verify_email' || pending === 'login_by_code' ? pending : 'start_again'
}
