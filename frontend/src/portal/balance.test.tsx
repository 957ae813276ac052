import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Transaction, Transfer } from '@/lib/api/types'
import { answers, listOf } from '@/testing/answers'
import { everyday, savings } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const payment: Transaction = {
  id: '01900000-0000-7000-8000-0000000000f1',
  transfer_id: '01900000-0000-7000-8000-0000007f3a22',
  status: 'reversed',
  account: everyday.id,
  type: 'transfer_out',
  direction: 'out',
  amount: '25.00',
  currency: 'EUR',
  balance_after: '225.00',
  note: 'Books',
  counterparty: { name: 'Grace Hopper', number: savings.number },
  posted_at: '2026-11-21T10:00:00Z',
  value_date: '2026-11-21',
  reversed_by: '01900000-0000-7000-8000-0000007f3a23',
  category: null,
}
const movement: Transfer = {
  id: payment.transfer_id,
  status: 'reversed',
  type: 'transfer',
  amount: '25.00',
  currency: 'EUR',
  note: 'Books',
  posted_at: payment.posted_at,
  value_date: payment.value_date,
  balances: [],
  reversed_by: String(payment.reversed_by),
  from_account: { id: everyday.id, number: everyday.number, title: 'Ada Lovelace' },
  to_account: { id: 'x', number: savings.number, title: 'Grace Hopper' },
}

beforeEach(async () => {
  answers('get', 'accounts', listOf([everyday, savings]))
  answers('get', 'accounts/:id', everyday)
  answers('get', 'transfers/:id/receipt', { format: 'receipt', transfer: {}, parts: {}, proof: null })
  await mintToken()
})

it('shows the balance of a day, and the movements that make it', async () => {
  const balances = answers('get', 'balances/:id', { account: everyday.id, balance: '225.00', available: '215.00', held: '10.00', currency: 'EUR', as_of: '2026-11-20' })
  answers('get', 'balances/:id/explanation', {
    account: everyday.id,
    currency: 'EUR',
    as_of: '2026-11-20',
    balance: '225.00',
    opening_balance: '250.00',
    moved: '-25.00',
    adds_up: true,
    results: [payment],
    next: null,
    previous: null,
  })
  const router = openPortal(`/accounts/${everyday.id}/balance`)
  expect(await screen.findByText('It adds up.')).toBeVisible()
  expect(screen.getByRole('region', { name: 'A step of the explanation' })).toHaveTextContent('€250.00 before + \u2212€25.00 moved = €225.00')
  expect(screen.getByText('€10.00')).toBeVisible()
  await userEvent.selectOptions(screen.getByLabelText('As of'), 'day')
  await userEvent.click(screen.getByRole('button', { name: 'Show it' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose the day.')
  await userEvent.type(screen.getByLabelText('Day'), '2026-11-20')
  await userEvent.click(screen.getByRole('button', { name: 'Show it' }))
  expect(await screen.findByText('The end of 20 Nov 2026')).toBeVisible()
  expect(router.state.location.search).toBe('?value_date=2026-11-20')
  expect(balances).toHaveLength(2)
})

it('shows from both sides that a movement was taken back', async () => {
  answers('get', 'transactions/:id', payment)
  answers('get', 'transfers/:id', movement)
  openPortal(`/transactions/${payment.id}`)
  expect(await screen.findByText('Posted, and taken back later')).toBeVisible()
  expect(screen.getByRole('link', { name: '007F-3A23' })).toHaveAttribute('href', `/transfers/${movement.reversed_by ?? ''}`)
  expect(await screen.findByText(/Until then the receipt has no proof/)).toBeVisible()
  await userEvent.click(screen.getByRole('link', { name: '007F-3A22' }))
  const details = within(await screen.findByRole('region', { name: 'Movement' }))
  expect(details.getByText(/Grace Hopper/)).toBeVisible()
  expect(details.getByText('Taken back by')).toBeVisible()
})

it('keeps the account and the other side in the address', async () => {
  answers('get', 'transactions', listOf([payment]))
  const router = openPortal('/transactions')
  await userEvent.click(await screen.findByRole('button', { name: 'Search and filter' }))
  await userEvent.selectOptions(await screen.findByLabelText('Account'), everyday.id)
  await userEvent.type(screen.getByLabelText('Who paid or was paid'), ' Grace ')
  await userEvent.click(screen.getByRole('button', { name: 'Apply filters' }))
  expect(await screen.findByText(/Balance/)).toBeVisible()
  expect(router.state.location.search).toBe(`?counterparty=Grace&account=${everyday.id}`)
  await userEvent.click(screen.getByRole('button', { name: 'Remove filter With Grace' }))
  expect(router.state.location.search).toBe(`?account=${everyday.id}`)
})

it('says what was declined and why', async () => {
  answers('get', 'transactions/declined', listOf([
    { id: 'n1', person: null, operation: 'transfer', code: 'insufficient_funds', reason: '75.00 EUR can be spent.', account: { id: everyday.id, number: everyday.number }, amount: '80.00', currency: 'EUR', declined_at: '2026-11-21T10:00:00Z' },
    { id: 'n2', person: null, operation: 'order_payment', code: 'amount_invalid', reason: 'This is no amount.', account: null, amount: 'ten', currency: '', declined_at: '2026-11-21T10:00:00Z' },
  ]))
  openPortal('/transactions/declined')
  await screen.findByText('75.00 EUR can be spent.')
  const [first, second] = within(screen.getByRole('region', { name: 'Declined' })).getAllByRole('listitem')
  expect(first).toHaveTextContent('75.00 EUR can be spent.')
  expect(first).toHaveTextContent('€80.00')
  expect(second).toHaveTextContent('Planned payment')
  expect(second).toHaveTextContent('ten')
})

it('shows what was reserved and what became of it', async () => {
  const hold = { id: 'h1', status: 'captured', account: everyday.id, to_account: 'x', amount: '50.00', captured: '40.00', remaining: '0.00', currency: 'EUR', reason: 'Hotel', created_at: '2026-11-01T10:00:00Z', expires_at: null, ended_at: '2026-11-03T10:00:00Z' }
  answers('get', 'holds', listOf([hold]))
  openPortal(`/accounts/${everyday.id}/holds`)
  expect(await screen.findByRole('heading', { name: 'Hotel' })).toBeVisible()
  expect(screen.getByText('Paid out', { selector: '.tag' })).toBeVisible()
  expect(screen.getByText('€40.00')).toBeVisible()
})
