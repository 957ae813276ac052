import { forget, readStored, store } from './session-store'

/**
 * One intent is one thing a person means to do once. Its key goes with every attempt, so a retry, a
 * refresh or a second click can never do it twice; another amount or payee is another intent.
 */
export interface Intent {
  readonly key: string
  readonly fingerprint: string
  /** An attempt has left this browser and no final answer is known. */
  readonly sent: boolean
}

export function openIntent(name: string, request: unknown): Intent {
  const fingerprint = JSON.stringify(request)
  const held = findIntent(name)
  if (held?.fingerprint === fingerprint) return held
  const intent: Intent = { key: newKey(), fingerprint, sent: false }
  store(place(name), intent)
  return intent
}

export function findIntent(name: string): Intent | null {
  return readStored(place(name), isIntent)
}

export function markSent(name: string, intent: Intent, sent = true): void {
  store(place(name), { ...intent, sent })
}

/** After a final outcome: whatever comes next is a new intent. */
export function closeIntent(name: string): void {
  forget(place(name))
}

function place(name: string): string {
  return `intent.${name}`
}

function isIntent(value: unknown): value is Intent {
  const intent = value as Intent | null
  return typeof intent?.key === 'string' && typeof intent.fingerprint === 'string'
}

/** crypto.randomUUID exists on secure origins only; a bank tried out over plain HTTP on a LAN is not one. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
