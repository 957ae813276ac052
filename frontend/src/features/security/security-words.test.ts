import { expect, it } from 'vitest'
import type { SecurityEvent } from '@/lib/api/types'
import { deviceWords } from './device-words'
import { eventDetails, eventTitle } from './event-words'

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0', 'Edge on Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1', 'Safari on iOS'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['python-httpx/0.28', 'python-httpx/0.28'],
  ['', 'Unknown device'],
])('reads %j as %s', (agent, words) => {
  expect(deviceWords(agent)).toBe(words)
})

const event: SecurityEvent = {
  id: 'e',
  event: 'sign_in',
  result: 'succeeded',
  factor: 'passkey',
  address: '192.0.2.7',
  device: 'Firefox on Linux',
  by_bank: false,
  happened_at: '2026-11-21T10:00:00Z',
}

it.each([
  [{}, 'Signed in'],
  [{ result: 'failed' }, 'Sign-in refused'],
  [{ result: 'locked' }, 'Sign-in locked after too many attempts'],
  [{ event: 'password_changed' }, 'Password changed'],
  [{ event: 'factor_removed', result: 'failed' }, 'Second factor removed: refused'],
  // What this portal does not know yet.
  [{ event: 'something_new' as SecurityEvent['event'] }, 'Something changed'],
] as const)('says of %j: %s', (changes, title) => {
  expect(eventTitle({ ...event, ...changes })).toBe(title)
})

it('says how and from where, as far as it is known', () => {
  expect(eventDetails(event)).toBe('with passkey · Firefox on Linux · 192.0.2.7')
  expect(eventDetails({ ...event, factor: 'none', device: '', address: null })).toBe('')
  expect(eventDetails({ ...event, by_bank: true })).toBe('by the bank')
})
