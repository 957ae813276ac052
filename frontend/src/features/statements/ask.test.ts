import { expect, it } from 'vitest'
import { checkStatement, dayBefore, monthsBefore } from './ask'

const answers = { account: 'a', period: '2026-10', from: '', to: '', format: 'pdf' }

it('offers the months that are over, across the turn of a year', () => {
  expect(monthsBefore('2026-02-01', 3)).toEqual(['2026-01', '2025-12', '2025-11'])
  expect(monthsBefore('2026-11-21', 1)).toEqual(['2026-10'])
})

it('knows the day before the first of a month', () => {
  expect(dayBefore('2024-03-01')).toBe('2024-02-29')
})

it('asks for a month, or for two days that are over', () => {
  expect(checkStatement(answers, '2026-11-21')).toEqual({ request: { account: 'a', month: '2026-10' } })
  expect(checkStatement({ ...answers, period: 'other', from: '2026-11-01', to: '2026-11-20' }, '2026-11-21')).toEqual({
    request: { account: 'a', from: '2026-11-01', to: '2026-11-20' },
  })
})

it.each([
  [{ account: '' }, 'account', 'Choose the account.'],
  [{ period: 'other', to: '2026-11-20' }, 'from', 'Choose the first day.'],
  [{ period: 'other', from: '2026-11-01' }, 'to', 'Choose the last day.'],
  [{ period: 'other', from: '2026-11-01', to: '2026-11-21' }, 'to', 'a day that is over'],
  [{ period: 'other', from: '2026-11-05', to: '2026-11-01' }, 'to', 'not before the first'],
])('says what is missing: %o', (changes, field, words) => {
  const checked = checkStatement({ ...answers, ...changes }, '2026-11-21')
  expect('errors' in checked && checked.errors[field]).toContain(words)
})
