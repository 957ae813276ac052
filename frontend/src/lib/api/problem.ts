import { waitWords } from '@/lib/wait-words'

export interface FieldError {
  readonly code: string
  readonly message: string
}

/** RFC 9457 as this API answers it. */
export interface ProblemBody {
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly code?: string
  readonly request_id?: string
  readonly errors?: Readonly<Record<string, readonly FieldError[]>>
  /** With `limit_exceeded`: the limit that was in the way. */
  readonly limit?: { readonly kind: string; readonly amount: string; readonly remaining: string; readonly currency: string }
  /** With `payee_cooling_off`: what may still go to a new payee. */
  readonly cooling_off?: { readonly remaining: string; readonly currency: string }
  /** With `account_blocked`: which services need the account kept open. */
  readonly blocks?: readonly { readonly service: string; readonly reason: string }[]
}

/** The server answered, and said no. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly errors: Readonly<Record<string, readonly FieldError[]>>
  /** All that the bank said, for what only some problems carry. */
  readonly body: ProblemBody
  /** Seconds to wait, when the bank said how many. */
  readonly retryAfter: number | undefined

  constructor(status: number, body: ProblemBody, headers?: Headers) {
    super(body.detail ?? body.title ?? 'The bank could not do that.')
    this.name = 'ApiProblem'
    this.body = body
    this.status = status
    this.code = body.code ?? 'unknown'
    this.requestId = body.request_id
    this.errors = body.errors ?? {}
    const wait = headers?.get('Retry-After') ?? ''
    this.retryAfter = /^\d+$/.test(wait) ? Number(wait) : undefined
  }
}

/** No answer came back, so nobody can say from here whether the bank acted. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('The bank did not answer.', { cause })
    this.name = 'NoAnswer'
  }
}

/** Nothing went wrong: the person, or the browser for them, did not go on. The message says so. */
export class NotNow extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotNow'
  }
}

export function isProblemBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null
}

export function isProblem(error: unknown, code: string): boolean {
  return error instanceof ApiProblem && error.code === code
}

/** What to tell a person when something outside a form failed. */
export function describe(error: unknown): string {
  if (error instanceof ApiProblem) {
    const { status, retryAfter, message } = error
    return status === 429 && retryAfter !== undefined ? `${message} Try again in ${waitWords(retryAfter)}.` : message
  }
  if (error instanceof NotNow) return error.message
  if (error instanceof NoAnswer) return 'The bank did not answer. Check your connection and try again.'
  return 'Something went wrong on our side. Try again in a moment.'
}
