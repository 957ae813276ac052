import { expect, it } from 'vitest'
import { closeIntent, markSent, openIntent } from './intents'

const lunch = { amount: '25.00', to: 'DE02' }

it('keeps its key for the same request, also after a refresh', () => {
  const first = openIntent('transfer', lunch)
  markSent('transfer', first)
  // A refresh keeps nothing but the session storage, so the next line is what the new page does.
  expect(openIntent('transfer', { ...lunch })).toMatchObject({ key: first.key, sent: true })
})

it('makes another key for another amount or payee', () => {
  const first = openIntent('transfer', lunch)
  const dearer = openIntent('transfer', { ...lunch, amount: '25.01' })
  const other = openIntent('transfer', { ...lunch, to: 'DE03' })
  expect(new Set([first.key, dearer.key, other.key]).size).toBe(3)
})

it('starts anew after a final outcome', () => {
  const first = openIntent('transfer', lunch)
  closeIntent('transfer')
  expect(openIntent('transfer', lunch).key).not.toBe(first.key)
})

it('makes keys that are UUIDs of version 4', () => {
  expect(openIntent('transfer', lunch).key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
