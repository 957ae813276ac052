import { expect, it } from 'vitest'
import type { InterestMonth } from '@/lib/api/types'
import { daysOfMonth, exactWords, finding, heights, inOrder } from './interest-words'

const month = (name: string, accrued: string): InterestMonth => ({
  month: name,
  days: 30,
  average_balance: '100.00',
  accrued,
  accrued_exact: `${accrued}000000000`,
  owed: '0.00',
  credited: accrued,
  tax: '0.00',
  charged: '0.00',
  annual_yield_earned: null,
})

it('keeps every decimal that says something', () => {
  expect(exactWords('0.02739726027', 'EUR')).toBe('0.02739726027 EUR')
  expect(exactWords('1.50000000000', 'EUR')).toBe('1.50 EUR')
  expect(exactWords('-0.10000000000', 'EUR')).toBe('\u22120.10 EUR')
})

it('says in the title what the chart shows', () => {
  expect(finding([], 'EUR')).toBe('No interest was earned in these months')
  expect(finding([month('2026-10', '0.00')], 'EUR')).toBe('No interest was earned in these months')
  expect(finding([month('2026-10', '1.25')], 'EUR')).toBe('€1.25 earned in October 2026')
  expect(finding([month('2026-10', '1.25'), month('2026-09', '3.00')], 'EUR')).toBe('€4.25 earned, most in September 2026: €3.00')
})

it('stands the months in order and the bars beside the highest', () => {
  const months = inOrder([month('2026-10', '1.00'), month('2025-12', '4.00'), month('2026-01', '0.00')])
  expect(months.map((each) => each.month)).toEqual(['2025-12', '2026-01', '2026-10'])
  expect(heights(months, 'EUR')).toEqual([1000, 0, 250])
})

it('knows the last day of a month', () => {
  expect(daysOfMonth('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
  expect(daysOfMonth('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' })
})
