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
}

/** The server answered, and said no. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly errors: Readonly<Record<string, readonly FieldError[]>>

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? 'The bank could not do that.')
    this.name = 'ApiProblem'
    this.status = status
    this.code = body.code ?? 'unknown'
    this.requestId = body.request_id
    this.errors = body.errors ?? {}
  }
}

/** No answer came back, so nobody can say from here whether the bank acted. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('The bank did not answer.', { cause })
    this.name = 'NoAnswer'
  }
}

export function isProblem(error: unknown, code: string): boolean {
  return error instanceof ApiProblem && error.code === code
}

/** What to tell a person when something outside a form failed. */
export function describe(error: unknown): string {
  if (error instanceof ApiProblem) return error.message
  if (error instanceof NoAnswer) return 'The bank did not answer. Check your connection and try again.'
  return 'Something went wrong on our side. Try again in a moment.'
}
