import type { Movement, Transfer } from '@/lib/api/types'
import { readStored, store } from '@/lib/session-store'

/** The bank's own answer, kept so that the confirmation page survives a refresh. */
export type Posted = Movement | Transfer

export function storeReceipt(posted: Posted): void {
  store(`receipt.${posted.id}`, posted)
}

export function readReceipt(id: string): Posted | null {
  return readStored(`receipt.${id}`, isPosted)
}

function isPosted(value: unknown): value is Posted {
  return typeof (value as Partial<Posted> | null)?.id === 'string'
}
