import { expect, it } from 'vitest'
import { basisOf, localField, momentFrom } from './moment-params'

it.each([
  ['', {}, 'now'],
  ['value_date=2026-10-31', { value_date: '2026-10-31' }, 'day'],
  ['at=2026-10-31T12:00:00Z', { at: '2026-10-31T12:00:00.000Z' }, 'instant'],
  ['value_date=soon', {}, 'now'],
  ['value_date=2026-13-77', {}, 'now'],
  ['at=never', {}, 'now'],
] as const)('reads the moment of an address: %s', (query, moment, basis) => {
  expect(momentFrom(new URLSearchParams(query))).toEqual(moment)
  expect(basisOf(moment)).toBe(basis)
})

it('writes an instant as its field does, and back', () => {
  const field = localField('2026-10-31T12:05:00Z')
  expect(field).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d$/)
  expect(new Date(field).toISOString()).toBe('2026-10-31T12:05:00.000Z')
})
