import { expect, it } from 'vitest'
import { everyday, makeLimit, makePayee } from '@/testing/fixtures'
import { allowances } from './allowance'
import { ApiProblem, type ProblemBody } from './api/problem'
import { checkAmount } from './check-amount'
import { refusalText } from './refusal-words'
import { sizeWords } from './size-words'

const hints = (...given: Parameters<typeof allowances>) => allowances(...given).map(({ hint }) => hint)

it('names the narrowest first, of this currency and product alone', () => {
  const limits = [
    makeLimit({ kind: 'month', remaining: '900.00' }),
    makeLimit({ kind: 'day', remaining: '750.00' }),
    makeLimit({ kind: 'day', remaining: '1.00', product: 'SAV' }),
    makeLimit({ kind: 'day', remaining: '1', currency: 'JPY' }),
  ]
  expect(hints(everyday, limits, undefined)).toEqual([
    'You can pay €750.00 more to others today.',
    'You can pay €900.00 more to others this month.',
  ])
})

it('counts the days in which a payee is new', () => {
  const payee = makePayee({ cooling_off: { until: '2026-11-22T10:00:00Z', remaining: '20.00' } })
  expect(hints(everyday, [makeLimit()], payee)[0]).toMatch(/^This payee is new: €20.00 at most until 22 November 2026/)
  expect(hints(everyday, [], makePayee())).toEqual([])
})

it('names the lowest ceiling that is in the way, and none that is not', () => {
  const ceiling = (minor: bigint, because: string) => ({ most: { minor, currency: 'EUR' }, because })
  const ceilings = [ceiling(5000n, 'High.'), ceiling(2000n, 'Low.')]
  expect(checkAmount('60', 'EUR', ceilings)).toEqual({ error: 'Amount must be €20.00 or less. Low.' })
  expect(checkAmount('20', 'EUR', ceilings)).toEqual({ wire: '20.00' })
})

const problem = (code: string, extra: ProblemBody = {}) => new ApiProblem(422, { code, detail: 'In its own words.', ...extra })
const limit = { kind: 'day', amount: '1000.00', remaining: '10.00', currency: 'EUR' }

it.each([
  [problem('limit_exceeded', { limit }), /above your limit of €1,000.00 for one day. You can still pay €10.00/],
  [problem('limit_exceeded', { limit: { ...limit, remaining: '0.00' } }), /is used up/],
  [problem('limit_exceeded'), /In its own words/],
  [problem('payee_cooling_off', { cooling_off: { remaining: '20.00', currency: 'EUR' } }), /only €20.00 more/],
  [problem('payee_cooling_off', { cooling_off: { remaining: '0.00', currency: 'EUR' } }), /no more can go there/],
  [problem('account_frozen'), /frozen/],
  [problem('credits_only'), /not used for a long time/],
  [problem('something_new'), /In its own words/],
])('says what was refused, with the amount that would work', (refused, words) => {
  expect(refusalText(refused)).toMatch(words)
})

it.each([
  [8, '8 bytes'],
  [1400, '1 kB'],
  [10_000_000, '10.0 MB'],
])('says %i bytes as %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
