import type { Edit, Erasure } from '@/lib/api/types'

const obstacles: Record<Erasure['obstacles'][number], string> = {
  accounts_open: 'You still have an account. Close it first.',
  relationship_open: 'You are still our customer. Ask us to end that first.',
  retention: 'The law wants us to keep it for some years after the end.',
}

export function obstacleWords(obstacle: Erasure['obstacles'][number]): string {
  return obstacles[obstacle]
}

const counted: Readonly<Record<string, string>> = {
  details: 'Name, date of birth, contact and tax details',
  addresses: 'Addresses',
  documents: 'Identity documents',
  comments_on_checks: 'Comments on checks',
  reasons_of_decisions: 'Reasons of decisions',
  accounts_without_a_name: 'Accounts, without your name',
  checks_without_comments: 'Checks, without comments',
  decisions_without_reasons: 'Decisions, without reasons',
}

/** "Addresses: 2"; what there is none of is left out. */
export function countedWords(numbers: Readonly<Record<string, number>>): string[] {
  return Object.entries(numbers)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => (name === 'details' ? (counted.details ?? name) : `${counted[name] ?? name}: ${String(count)}`))
}

/** "phone" from "customer.phone", and "tax id" from "tax_id". */
export function fieldWords(field: string): string {
  const words = field.replace(/_/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const actions: Readonly<Record<string, string>> = {
  'address.moved': 'Address written',
  'address.ended': 'Address ended',
  'document.uploaded': 'Document handed in',
  'document.opened': 'Document opened',
  'document.decided': 'Document looked at',
}

export function customerEditTitle({ action }: Edit): string {
  return actions[action] ?? fieldWords(action.replace('customer.', '').replace('.', ' '))
}

/** One line per field that changed. */
export function customerEditLines({ changes }: Edit): string[] {
  return changes.map(({ field, before, after, hidden }) =>
    hidden ? `${fieldWords(field)}: not shown` : `${fieldWords(field)}: ${valueWords(before)}, now ${valueWords(after)}`,
  )
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
