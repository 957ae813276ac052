import { exclusively } from '@/lib/exclusive'
import { csrfToken } from './csrf'

export type SessionStatus = 'starting' | 'in' | 'out' | 'unreachable'

/** Why nobody is signed in here any more. */
export type Leaving = 'choice' | 'idle' | 'limit' | 'expired'

/** How long the bank lets a session live, as it said with the last token. */
export interface SessionLimits {
  readonly idleSeconds: number | null
  /** The end whatever the person does, in milliseconds. */
  readonly endsAt: number | null
  readonly renewedAt: number
}

interface TokenAnswer {
  readonly access_token: string
  readonly idle_seconds?: number
  readonly session_expires_at?: string
}

const noLimits: SessionLimits = { idleSeconds: null, endsAt: null, renewedAt: 0 }

// The access token lives here only: nothing that survives the page may hold it.
let token: string | null = null
let status: SessionStatus = 'starting'
let limits = noLimits
let why: Leaving | null = null
const asking = new Map<string, Promise<string | null>>()
const listeners = new Set<() => void>()

export const session = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  status: (): SessionStatus => status,
  token: (): string | null => token,
  limits: (): SessionLimits => limits,
  /** Null before the first sign-in on this page. */
  whyOut: (): Leaving | null => why,
  end(reason: Leaving = 'choice'): void {
    why = reason
    settle(null, 'out')
  },
}

/** After a sign-in: trades the session cookie for an access token and a first refresh cookie. */
export function mintToken(): Promise<string | null> {
  return once('/api/v1/auth/token', async (path) => heed(await post(path)))
}

/**
 * A new access token for the refresh cookie, which works once: callers in this tab share one request, and
 * tabs wait for each other. Where a page was left while the new cookie was on its way, the session cookie
 * still says who it is.
 */
export function renewToken(): Promise<string | null> {
  return once('/api/v1/auth/refresh', async (path) => {
    const response = await post(path)
    return heed(isRefusal(response) ? await post('/api/v1/auth/token') : response)
  })
}

function once(path: string, request: (path: string) => Promise<string | null>): Promise<string | null> {
  const held = asking.get(path)
  if (held) return held
  const asked = exclusively('bank.renewing', () => request(path))
    .catch((error: unknown) => {
      // An outage is not a sign-out: a person who is signed in stays so.
      if (status !== 'in') settle(null, 'unreachable')
      throw error
    })
    .finally(() => {
      asking.delete(path)
    })
  asking.set(path, asked)
  return asked
}

async function post(path: string): Promise<Response> {
  return fetch(new URL(path, location.origin), {
    method: 'POST',
    credentials: 'same-origin',
    // The next cookie must arrive also when the page is left meanwhile.
    keepalive: true,
    headers: { 'X-CSRFToken': await csrfToken() },
  })
}

async function heed(response: Response): Promise<string | null> {
  if (response.ok) {
    const body = (await response.json()) as TokenAnswer
    limits = {
      idleSeconds: body.idle_seconds ?? null,
      endsAt: body.session_expires_at ? Date.parse(body.session_expires_at) : null,
      renewedAt: Date.now(),
    }
    return settle(body.access_token, 'in')
  }
  if (!isRefusal(response)) throw new Error(`The token endpoint answered ${String(response.status)}`)
  if (status === 'in') why = 'expired'
  return settle(null, 'out')
}

function isRefusal({ status: code }: Response): boolean {
  return code === 401 || code === 403
}

function settle(next: string | null, nextStatus: SessionStatus): string | null {
  token = next
  if (nextStatus === 'in') why = null
  else limits = noLimits
  if (status !== nextStatus) {
    status = nextStatus
    listeners.forEach((listener) => {
      listener()
    })
  }
  return next
}
