import { digestOf } from '@/lib/digest'

export type Mode = 'all_or_nothing' | 'best_effort'

/** A file with payments as the bank takes it, and a name for exactly this content. */
export interface PaymentFile {
  readonly name: string
  readonly kind: 'xml' | 'json'
  readonly content: string
  readonly digest: string
}

const mostBytes = 8_000_000

/** What to change about a file, or the file. What is in it the bank reads itself. */
export async function readPaymentFile(file: File | null): Promise<{ file: PaymentFile } | { error: string }> {
  if (!file) return { error: 'Choose the file with the payments.' }
  if (file.size > mostBytes) return { error: 'This file is too large. Split it.' }
  const content = await file.text()
  const start = content.trimStart().slice(0, 1)
  const digest = digestOf(content)
  if (start === '<') return { file: { name: file.name, kind: 'xml', content, digest } }
  if (start !== '{' && start !== '[') return { error: 'Choose a pain.001 file (XML), or a JSON file with transfers.' }
  return transfersIn(content) ? { file: { name: file.name, kind: 'json', content, digest } } : { error: 'This JSON has no list of transfers.' }
}

/** The transfers of a JSON file: a list, or an object that has it as `transfers`. */
export function transfersIn(content: string): unknown[] | null {
  try {
    const read = JSON.parse(content) as unknown
    const list = Array.isArray(read) ? (read as unknown) : (read as { transfers?: unknown } | null)?.transfers
    return Array.isArray(list) && list.length > 0 ? (list as unknown[]) : null
  } catch {
    return null
  }
}
