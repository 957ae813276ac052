import type { Statement, StatementFile } from '@/lib/api/types'
import { formatDate, formatMonth } from '@/lib/format'

export const formats: readonly { readonly format: StatementFile['format']; readonly name: string; readonly about: string }[] = [
  { format: 'pdf', name: 'PDF', about: 'To read, to print and to send.' },
  { format: 'csv', name: 'CSV', about: 'For a spreadsheet.' },
  { format: 'camt053', name: 'camt.053', about: 'ISO 20022 XML for bookkeeping programs.' },
  { format: 'mt940', name: 'MT940', about: 'SWIFT text for older bookkeeping programs.' },
  { format: 'ofx', name: 'OFX', about: 'For personal finance programs.' },
  { format: 'json', name: 'JSON', about: 'For your own programs.' },
]

export function formatName(format: StatementFile['format']): string {
  return formats.find((each) => each.format === format)?.name ?? format
}

/** "October 2026", or the two days. */
export function periodWords({ from_date, to_date, is_monthly }: Pick<Statement, 'from_date' | 'to_date'> & { is_monthly?: boolean }): string {
  if (is_monthly) return formatMonth(from_date)
  return from_date === to_date ? formatDate(from_date) : `${formatDate(from_date)} to ${formatDate(to_date)}`
}

export function fileOf({ files }: Statement, format: StatementFile['format']): StatementFile | undefined {
  return files.find((file) => file.format === format)
}
