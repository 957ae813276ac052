import { expect, it } from 'vitest'
import { fromBase64url, toBase64url } from './base64url'
import { compactCode, isSixDigits } from './codes'
import { passwordStrength } from './password-strength'
import { clockWords, waitWords } from './wait-words'

it.each([
  [0, '1 second'],
  [1, '1 second'],
  [59.2, '60 seconds'],
  [60, '1 minute'],
  [61, '2 minutes'],
  [3600, '1 hour'],
  [3601, '2 hours'],
])('never says too short a wait for %d seconds: %s', (seconds, words) => {
  expect(waitWords(seconds)).toBe(words)
})

it.each([
  [60, '1:00'],
  [9, '0:09'],
  [125, '2:05'],
])('shows %d seconds as %s', (seconds, words) => {
  expect(clockWords(seconds)).toBe(words)
})

it.each([
  ['', 'empty'],
  ['abc', 'short'],
  ['1234567', 'short'],
  ['12345678', 'guessable'],
  ['aaaaaaaaaaaaaaaa', 'guessable'],
  ['abababababababab', 'guessable'],
  ['Password2026!', 'guessable'],
  ['ada.lovelace.1815', 'guessable'],
  ['umbrella', 'fair'],
  ['seven green umbrellas', 'good'],
  ['七つの緑の傘を持って行く人々の行列', 'good'],
])('takes %j for %s, whatever kinds of characters it has', (password, strength) => {
  expect(passwordStrength(password, 'ada.lovelace@example.org')).toBe(strength)
})

it.each([
  ['123456', true],
  ['12345', false],
  ['12345a', false],
  ['١٢٣٤٥٦', false],
])('knows six digits in %j: %s', (code, isComplete) => {
  expect(isSixDigits(code)).toBe(isComplete)
})

it('takes a code as people paste it', () => {
  expect(compactCode(' 123 456\u00a0')).toBe('123456')
  expect(compactCode('1234-5678')).toBe('12345678')
})

it('carries every byte through base64url', () => {
  const bytes = Uint8Array.from({ length: 259 }, (_, index) => index % 256)
  for (const length of [0, 1, 2, 3, 256, 259]) {
    const text = toBase64url(bytes.slice(0, length).buffer)
    expect(text).not.toMatch(/[+/=]/)
    expect(new Uint8Array(fromBase64url(text))).toEqual(bytes.slice(0, length))
  }
})
