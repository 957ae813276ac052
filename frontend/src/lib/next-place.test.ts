import { expect, it } from 'vitest'
import { isBeside, nextPlace } from './next-place'

it.each(['/transfer?account=1', '/identity/o/authorize?client_id=a&state=b', '/'])('leads on to %s', (path) => {
  expect(nextPlace(path)).toBe(path)
})

it.each([
  null,
  '',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example/',
  'javascript:alert(1)',
  'identity/o',
])('leads nowhere for %s', (text) => {
  expect(nextPlace(text)).toBeNull()
})

it('looks at where a path ends, not at how it begins', () => {
  expect(isBeside('/identity/o/authorize')).toBe(true)
  expect(isBeside(nextPlace('/identity/../profile') ?? '')).toBe(false)
  expect(isBeside('/identityless')).toBe(false)
})
