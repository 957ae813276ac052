import { expect, it } from 'vitest'
import { claimFor, readStored, store } from './session-store'

const isText = (value: unknown): value is string => typeof value === 'string'

it('keeps a draft for the same person and drops it for the next', () => {
  claimFor('ada')
  store('draft.transfer', '25.00')
  claimFor('ada')
  expect(readStored('draft.transfer', isText)).toBe('25.00')
  claimFor('grace')
  expect(readStored('draft.transfer', isText)).toBeNull()
})

it('reads nothing from what is not its own shape', () => {
  sessionStorage.setItem('bank.draft.transfer', '{broken')
  expect(readStored('draft.transfer', isText)).toBeNull()
})
