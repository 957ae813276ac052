import type { Delivery, Webhook } from '@/lib/api/types'

/** What a program can be told; the names are the API's own. */
export const eventWords: Readonly<Record<string, string>> = {
  'transfer.posted': 'Money arrived or left',
  'batch.posted': 'A batch was posted',
  'movement.declined': 'Something was declined',
  'standing_order.failed': 'A standing order failed',
  'statement.ready': 'A statement is ready',
  'account.frozen': 'An account was frozen',
  'account.unfrozen': 'A freeze was lifted',
  'account.dormant': 'An account is dormant',
  'account.closed': 'An account was closed',
  'account.restored': 'An account is open again',
}

export function eventWord(event: string): string {
  return eventWords[event] ?? event
}

export const deliveryWords: Record<Delivery['status'], string> = {
  waiting: 'On its way',
  delivered: 'Taken',
  failed: 'Not taken',
}

export function stateWords({ status, disabled_by }: Webhook): string {
  if (status === 'active') return 'Active'
  return disabled_by === 'bank' ? 'Disabled by us: it has not answered for a day' : 'Disabled'
}

/** What the receiver answered, or why nobody did. */
export function answerWords({ response_code, failure, attempts }: Delivery): string {
  const tries = attempts > 1 ? `, tried ${String(attempts)} times` : ''
  if (response_code !== null) return `Answered ${String(response_code)}${tries}`
  return failure ? `No answer: ${failure.replace(/_/g, ' ')}${tries}` : `Not tried yet`
}
