import { expect, it } from 'vitest'
import type { InterestRate } from '@/lib/api/types'
import { earningSentence, formatRate, rateSentence, standingOf } from './rate-words'

function makeRate(changes: Partial<InterestRate> = {}): InterestRate {
  return {
    id: 'r1',
    account_type: 'savings',
    annual_rate: '1.2500',
    effective_date: '2026-05-21',
    replaced_date: null,
    in_force: true,
    published_at: '2026-05-20T10:00:00Z',
    ...changes,
  }
}

it.each([
  ['1.2500', '1.25'],
  ['0.5000', '0.50'],
  ['1.2345', '1.2345'],
  ['1.0050', '1.005'],
  ['3.0000', '3'],
  ['10.0000', '10'],
  ['0.0000', '0'],
  ['-0.2500', '\u22120.25'],
])('writes %s as %s percent', (wire, shown) => {
  expect(formatRate(wire)).toBe(`${shown}\u00a0%`)
})

it('refuses what is no rate', () => {
  expect(() => formatRate('1,25')).toThrow('Not a rate')
})

it('says since when, whatever the time zone of the reader', () => {
  expect(rateSentence(makeRate())).toBe('1.25\u00a0% a year since 21 May 2026')
  expect(earningSentence(makeRate({ annual_rate: '0.0000' }))).toBe('Earns no interest.')
})

it('tells what is announced from what was before', () => {
  const announced = makeRate({ id: 'r3', effective_date: '2027-01-01', in_force: false })
  const current = makeRate({ id: 'r2' })
  const earlier = makeRate({ id: 'r1', effective_date: '2025-01-01', in_force: false })
  const history = [announced, current, earlier]
  expect(history.map((rate) => standingOf(rate, history))).toEqual(['Announced', 'In force', 'Earlier'])
  expect(standingOf(announced, [announced])).toBe('Announced')
})
