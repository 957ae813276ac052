import type { TransactionQuery } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { isType, orders, type Order, typeWord } from './transaction-words'

/** The names are the API's own, so the page's address reads like its request. */
export const filterNames = ['type', 'from_date', 'to_date', 'min_amount', 'max_amount', 'text', 'order'] as const

export type FilterName = (typeof filterNames)[number]
export type Filters = Record<FilterName, string>

export function filtersFrom(params: URLSearchParams): Filters {
  return Object.fromEntries(filterNames.map((name) => [name, params.get(name) ?? ''])) as Filters
}

export function queryFrom(filters: Filters, account?: string): TransactionQuery {
  const { order, type, ...rest } = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
  return {
    ...rest,
    ...(order && order in orders && { order: order as Order }),
    ...(isType(type) && { type: [type] }),
    ...(account && { account }),
    limit: '20',
  }
}

/** The address with the filters put in; what else it held stays. */
export function withFilters(params: URLSearchParams, filters: Partial<Filters>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(filters)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

export function filterLabel(name: FilterName, value: string): string {
  switch (name) {
    case 'type':
      return typeWord(value)
    case 'from_date':
      return `From ${dateOr(value)}`
    case 'to_date':
      return `Until ${dateOr(value)}`
    case 'min_amount':
      return `At least ${value}`
    case 'max_amount':
      return `At most ${value}`
    case 'text':
      return `“${value}”`
    case 'order':
      return (orders as Record<string, string>)[value] ?? value
  }
}

// The address can be typed by hand.
function dateOr(value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? formatDate(value) : value
}
