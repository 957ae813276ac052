import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { answers, listOf, refusal } from '@/testing/answers'
import { everyday, makeLimit, makePayee, savings, someoneElsesIban } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const grace = makePayee({ nickname: 'Landlord' })

beforeEach(async () => {
  answers('get', 'accounts', listOf([everyday, savings]))
  await mintToken()
})

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

async function fillPayee(name: string) {
  await userEvent.clear(await screen.findByLabelText('Name'))
  await userEvent.type(screen.getByLabelText('Name'), name)
  await userEvent.clear(screen.getByLabelText('IBAN'))
  await userEvent.type(screen.getByLabelText('IBAN'), someoneElsesIban)
}

it('compares the name first, again after a change, and then saves', async () => {
  const checks = answers('post', 'payees/name-check', (_, count) => ({ result: count === 1 ? 'close_match' : 'match' }))
  const added = answers('post', 'payees', () => HttpResponse.json(grace, { status: 201 }))
  openPortal('/payees/new')
  await fillPayee('Grace Hoper')
  await press('Check the name')
  expect(await screen.findByText('The name is nearly right')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Save payee anyway' })).toBeVisible()

  await fillPayee('Grace Hopper')
  expect(screen.queryByText('The name is nearly right')).toBeNull()
  await press('Check the name')
  expect(await screen.findByText('The name is right')).toBeVisible()
  expect(added).toHaveLength(0)
  await press('Save payee')
  expect(await screen.findByText('Landlord is saved.')).toBeVisible()
  expect(checks).toHaveLength(2)
  expect(added[0]?.body).toEqual({ account: someoneElsesIban, name: 'Grace Hopper' })
})

it.each([
  ['account_not_found', 404, 'There is no account with this IBAN at this bank.'],
  ['too_many_requests', 429, 'too_many_requests.'],
])('says why a name cannot be checked: %s', async (code, status, words) => {
  answers('post', 'payees/name-check', () => refusal(status, code))
  openPortal('/payees/new')
  await fillPayee('Grace Hopper')
  await press('Check the name')
  expect(await screen.findByRole('alert')).toHaveTextContent(words)
})

it('asks for what is missing before it asks the bank', async () => {
  const checks = answers('post', 'payees/name-check', { result: 'match' })
  openPortal('/payees/new')
  await press('Check the name')
  const summary = await screen.findByRole('alert')
  expect(summary).toHaveTextContent('Enter the name of the person or the company.')
  expect(summary).toHaveTextContent('Enter the IBAN of the person you are paying.')
  expect(checks).toHaveLength(0)
})

it('lists payees, the last paid first, and changes a nickname where it stands', async () => {
  const ada = makePayee({ id: 'a2', name: 'Ada Byron', last_used_at: '2026-11-20T10:00:00Z' })
  answers('get', 'payees', listOf([grace, ada]))
  const renamed = answers('patch', 'payees/:id', makePayee({ nickname: 'Home' }))
  openPortal('/payees')
  const rows = await within(await screen.findByRole('region', { name: 'Your payees' })).findAllByRole('listitem')
  expect(rows[0]).toHaveTextContent('Ada Byron')
  expect(rows[1]).toHaveTextContent('Landlord')
  await press('Rename Landlord')
  await userEvent.clear(screen.getByLabelText('Nickname of Grace Hopper'))
  await userEvent.type(screen.getByLabelText('Nickname of Grace Hopper'), 'Home')
  await press('Save')
  expect(renamed[0]?.body).toEqual({ nickname: 'Home' })
})

it('deletes a payee only when asked twice, and says what went wrong', async () => {
  answers('get', 'payees', listOf([grace]))
  const deleted = answers('delete', 'payees/:id', (_, count) =>
    count === 1 ? refusal(503, 'try_again') : new HttpResponse(null, { status: 204 }),
  )
  openPortal('/payees')
  await press('Delete Landlord')
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete Landlord?' }))
  expect(deleted).toHaveLength(0)
  await userEvent.click(dialog.getByRole('button', { name: 'Delete' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('try_again.')
  answers('get', 'payees', listOf([]))
  await userEvent.click(dialog.getByRole('button', { name: 'Delete' }))
  expect(await screen.findByText('No payees yet')).toBeVisible()
})

it('pays a saved payee by who it is, with what the limits leave beside the amount', async () => {
  answers('get', 'payees', listOf([grace]))
  answers('get', 'limits', listOf([makeLimit({ remaining: '30.00' }), makeLimit({ id: 'm', kind: 'month', remaining: '900.00' })]))
  openPortal(`/transfer?account=${everyday.id}&payee=${grace.id}`)
  expect(await screen.findByLabelText('Payee')).toHaveValue(grace.id)
  expect(screen.getByText('You can pay €30.00 more to others today.')).toBeVisible()
  await userEvent.type(screen.getByLabelText('Amount in EUR'), '30.01')
  await press('Check answers')
  expect(await screen.findByRole('alert')).toHaveTextContent('Amount must be €30.00 or less. That is what your limit leaves today.')

  await userEvent.clear(screen.getByLabelText('Amount in EUR'))
  await userEvent.type(screen.getByLabelText('Amount in EUR'), '30')
  await press('Check answers')
  expect(await screen.findByText('Landlord, DE02 1203 0000 0000 2020 51')).toBeVisible()
  const limit = { kind: 'day', amount: '1000.00', used: '990.00', remaining: '10.00', currency: 'EUR' }
  const sent = answers('post', 'transfers', () => refusal(422, 'limit_exceeded', { limit }))
  await press('Send €30.00')
  expect(await screen.findByRole('alert')).toHaveTextContent('You can still pay €10.00')
  expect(sent[0]?.body).toEqual({ from_account: everyday.id, payee: grace.id, amount: '30.00', currency: 'EUR' })
})

it('still takes an IBAN when neither payees nor limits can be read', async () => {
  answers('get', 'payees', () => refusal(400, 'invalid'))
  answers('get', 'limits', () => refusal(400, 'invalid'))
  openPortal('/transfer')
  expect(await screen.findByLabelText('From account')).toBeVisible()
  expect(screen.queryByLabelText('A saved payee')).toBeNull()
  await userEvent.click(screen.getByLabelText('Someone else'))
  expect(screen.getByLabelText('IBAN')).toBeVisible()
})
