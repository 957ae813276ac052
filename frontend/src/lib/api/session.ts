import { csrfToken } from './csrf'

export type SessionStatus = 'starting' | 'in' | 'out' | 'unreachable'

// The access token lives here only: nothing that survives the page may hold it.
let token: string | null = null
let status: SessionStatus = 'starting'
let hasLeft = false
let minting: Promise<string | null> | null = null
const listeners = new Set<() => void>()

export const session = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  status: (): SessionStatus => status,
  token: (): string | null => token,
  /** True after a sign-out by choice, as opposed to a session that ran out. */
  hasLeft: (): boolean => hasLeft,
  end(): void {
    hasLeft = true
    settle(null, 'out')
  },
}

/**
 * Trades the session cookie for an access token. Callers at the same time share one request: two
 * concurrent refreshes would be read as a stolen token and sign the person out.
 */
export function mintToken(): Promise<string | null> {
  minting ??= requestToken().finally(() => {
    minting = null
  })
  return minting
}

async function requestToken(): Promise<string | null> {
  try {
    const response = await fetch(new URL('/api/v1/auth/token', location.origin), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-CSRFToken': await csrfToken() },
    })
    if (response.ok) {
      const body = (await response.json()) as { access_token: string }
      return settle(body.access_token, 'in')
    }
    if (response.status === 401 || response.status === 403) return settle(null, 'out')
    throw new Error(`The token endpoint answered ${String(response.status)}`)
  } catch (error) {
    // An outage is not a sign-out: a person who is signed in stays so.
    if (status !== 'in') settle(null, 'unreachable')
    throw error
  }
}

function settle(next: string | null, nextStatus: SessionStatus): string | null {
  token = next
  if (nextStatus === 'in') hasLeft = false
  if (status !== nextStatus) {
    status = nextStatus
    listeners.forEach((listener) => {
      listener()
    })
  }
  return next
}
