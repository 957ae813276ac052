import type { Edit } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { frequencyWords, statusWords } from './account-words'

const actions: Readonly<Record<string, string>> = {
  'account.apply': 'Applied for',
  'account.open': 'Opened',
  'account.reject': 'Not accepted',
  'account.update': 'Details changed',
  'account.freeze': 'Payments frozen',
  'account.unfreeze': 'Freeze lifted',
  'account.dormant': 'Marked as not used',
  'account.reactivate': 'Used again',
  'account.overdraft': 'Overdraft changed',
  'account.close': 'Closed',
  'account.restore': 'Opened again',
  'holder.set': 'A right given',
  'holder.remove': 'A right taken away',
}

const fields: Readonly<Record<string, string>> = {
  nickname: 'Nickname',
  statement_frequency: 'Statements',
  status: 'Status',
  overdraft_limit: 'Overdraft',
  dormant_at: 'Not used since',
  swept_to: 'What was left went to',
}

// Said by the title already, or of use to programs only.
const unsaid = new Set(['freeze', 'freezes', 'holder', 'product', 'branch', 'number', 'reason'])

export function editTitle({ action }: Edit): string {
  return actions[action] ?? 'Changed'
}

/** One line per field that changed: "Nickname: none, now Holiday". */
export function editLines({ changes }: Edit): string[] {
  return changes
    .filter(({ field }) => !unsaid.has(field))
    .map(({ field, before, after, hidden }) => {
      const name = fields[field] ?? field
      return hidden ? `${name}: not shown` : `${name}: ${valueWords(field, before)}, now ${valueWords(field, after)}`
    })
}

function valueWords(field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') return 'none'
  if (field === 'status') return (statusWords as Record<string, string>)[value] ?? value
  if (field === 'statement_frequency') return (frequencyWords as Record<string, string>)[value] ?? value
  return field.endsWith('_at') && !Number.isNaN(Date.parse(value)) ? formatInstant(value) : value
}
