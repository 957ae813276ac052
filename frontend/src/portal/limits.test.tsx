import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { answers, listOf, refusal } from '@/testing/answers'
import { makeLimit } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

beforeEach(mintToken)

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

it('shows what is used and left, and sets another limit', async () => {
  // The same limit for two products: one row, the tighter one.
  answers('get', 'limits', listOf([makeLimit({ product: 'SAV', amount: '5000.00' }), makeLimit()]))
  const sent = answers('put', 'limits/:id', makeLimit({ amount: '500.00', source: 'own' }))
  openPortal('/settings/limits')
  expect(await screen.findByRole('heading', { name: 'Each day: up to €1,000.00' })).toBeVisible()
  expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(1)
  expect(screen.getByRole('progressbar')).toHaveAttribute('value', '0.25')
  await press('Change the limit: Each day, EUR')
  const field = screen.getByLabelText('New limit, each day, in EUR')
  await userEvent.clear(field)
  await press('Save')
  expect(await screen.findByText('Enter an amount.')).toBeVisible()
  expect(sent).toHaveLength(0)
  await userEvent.type(field, '500')
  answers('get', 'limits', listOf([makeLimit({ amount: '500.00', source: 'own' })]))
  await press('Save')
  expect(await screen.findByRole('heading', { name: 'Each day: up to €500.00' })).toBeVisible()
  expect(screen.getByText(/Set by you/)).toBeVisible()
  expect(sent[0]?.body).toEqual({ amount: '500.00' })
})

it('leaves a limit as it was when raising it is not confirmed', async () => {
  answers('get', 'limits', listOf([makeLimit()]))
  answers('put', 'limits/:id', () =>
    refusal(403, 'step_up_required', { step_up: { operation: 'raise_limit', facts: { limit: 'day', amount: '5000.00', currency: 'EUR' } } }),
  )
  answers('post', 'auth/step-up', { id: 's', sentence: 'Raise your limit day to 5000.00 EUR', methods: ['email'], passkey: null, expires_at: '' })
  openPortal('/settings/limits')
  await press(/Change the limit/)
  await userEvent.clear(screen.getByLabelText('New limit, each day, in EUR'))
  await userEvent.type(screen.getByLabelText('New limit, each day, in EUR'), '5000')
  await press('Save')
  expect(await screen.findByText('Raise your limit day to 5000.00 EUR')).toBeVisible()
  await userEvent.click(screen.getAllByRole('button', { name: 'Cancel' }).at(-1) as HTMLElement)
  expect(await screen.findByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'false')
  expect(screen.queryByRole('alert')).toBeNull()
})

it('says what it is when there are none, and when they cannot be read', async () => {
  openPortal('/settings/limits')
  expect(await screen.findByText('No limits yet')).toBeVisible()
})

it('never shows a zero in place of a limit that could not be read', async () => {
  answers('get', 'limits', () => refusal(400, 'invalid'))
  openPortal('/settings/limits')
  expect(await screen.findByText('Your limits are not available')).toBeVisible()
})
