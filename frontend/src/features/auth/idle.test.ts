import { expect, it } from 'vitest'
import { idleState, isRenewalDue } from './idle'

const start = Date.parse('2026-11-21T10:00:00Z')
const at = (seconds: number) => start + seconds * 1000
const limits = { idleSeconds: 300, endsAt: null, renewedAt: start }

it.each([
  [0, { kind: 'active' }],
  [239, { kind: 'active' }],
  [240, { kind: 'warning', about: 'idle', secondsLeft: 60 }],
  [299, { kind: 'warning', about: 'idle', secondsLeft: 1 }],
  [300, { kind: 'over', about: 'idle' }],
  [90_000, { kind: 'over', about: 'idle' }],
])('after %d seconds without a sign of life it is %j', (seconds, state) => {
  expect(idleState(limits, start, at(seconds))).toEqual(state)
})

it('counts from the last sign of life', () => {
  expect(idleState(limits, at(200), at(400))).toEqual({ kind: 'active' })
})

it('ends at the limit however busy somebody is, and says so a minute before', () => {
  const limited = { ...limits, endsAt: at(1000) }
  expect(idleState(limited, at(930), at(939))).toEqual({ kind: 'active' })
  expect(idleState(limited, at(930), at(945))).toEqual({ kind: 'warning', about: 'limit', secondsLeft: 55 })
  expect(idleState(limited, at(999), at(1000))).toEqual({ kind: 'over', about: 'limit' })
})

it('warns at half of a very short time', () => {
  const short = { ...limits, idleSeconds: 60 }
  expect(idleState(short, start, at(29)).kind).toBe('active')
  expect(idleState(short, start, at(30)).kind).toBe('warning')
})

it('never ends where the bank names no limit', () => {
  expect(idleState({ idleSeconds: null, endsAt: null, renewedAt: 0 }, 0, at(10 ** 6))).toEqual({ kind: 'active' })
})

it('renews for somebody who is there, and never for somebody who is not', () => {
  expect(isRenewalDue(limits, at(90), at(101))).toBe(true)
  expect(isRenewalDue(limits, at(90), at(99))).toBe(false)
  expect(isRenewalDue(limits, start, at(200))).toBe(false)
})
