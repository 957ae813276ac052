import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { StandingOrder } from '@/lib/api/types'
import { answers, listOf, refusal } from '@/testing/answers'
import { everyday, makeOrder, makePayee, savings, someoneElsesIban } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const rent = makeOrder()
const page = `/standing-orders/${rent.id}`
const coming = (date: string, is_skipped = false) => ({
  date,
  standing_order: rent.id,
  from_account: everyday.id,
  to_account: rent.to_account,
  amount: '40.00',
  currency: 'EUR',
  note: 'Rent',
  is_skipped,
})

beforeEach(async () => {
  answers('get', 'accounts', listOf([everyday, savings]))
  answers('get', 'standing-orders/:id', (): StandingOrder => rent)
  answers('get', 'standing-orders/:id/executions', listOf([]))
  answers('get', 'standing-orders/upcoming', listOf([coming('2026-12-01'), coming('2027-01-01')]))
  await mintToken()
})

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

async function fillOrder() {
  await userEvent.selectOptions(await screen.findByLabelText('From account'), everyday.id)
  await userEvent.click(screen.getByLabelText('Someone else'))
  await userEvent.type(screen.getByLabelText('IBAN'), someoneElsesIban)
  await userEvent.type(screen.getByLabelText('Amount in EUR'), '40')
  await userEvent.type(screen.getByLabelText('First date'), '2099-12-01')
}

it('sets an order up once for a double click, after a last look', async () => {
  const sent = answers('post', 'standing-orders', () => HttpResponse.json(rent, { status: 201 }))
  openPortal('/standing-orders/new')
  await fillOrder()
  await userEvent.clear(screen.getByLabelText('Every how many months'))
  await userEvent.type(screen.getByLabelText('Every how many months'), '2')
  await userEvent.selectOptions(screen.getByLabelText('It ends'), 'count')
  await userEvent.type(screen.getByLabelText('Number of payments'), '6')
  await press('Check answers')
  expect(await screen.findByText('Every 2 months from 1 Dec 2099, 6 times')).toBeVisible()
  await userEvent.dblClick(screen.getByRole('button', { name: 'Set it up' }))
  expect(await screen.findByText('It is set up.')).toBeVisible()
  expect(sent).toHaveLength(1)
  expect(sent[0]?.key).not.toBeNull()
  expect(sent[0]?.body).toEqual({
    from_account: everyday.id,
    to_account: someoneElsesIban,
    amount: '40.00',
    currency: 'EUR',
    retry_days: 3,
    frequency: 'monthly',
    first_date: '2099-12-01',
    interval: 2,
    max_executions: 6,
  })
})

it('says what is missing, and what makes no sense', async () => {
  openPortal('/standing-orders/new')
  await userEvent.selectOptions(await screen.findByLabelText('From account'), everyday.id)
  await userEvent.type(screen.getByLabelText('First date'), '2001-01-01')
  await userEvent.selectOptions(screen.getByLabelText('It ends'), 'date')
  await press('Check answers')
  const summary = await screen.findByRole('alert')
  for (const words of ['Enter an amount.', 'Choose today or a later day.', 'Choose a last day', 'Choose the account that receives']) {
    expect(summary).toHaveTextContent(words)
  }
})

it('keeps the answers when it was declined, and says why', async () => {
  answers('get', 'payees', listOf([makePayee()]))
  answers('post', 'standing-orders', () => refusal(422, 'order_has_no_day'))
  openPortal(`/standing-orders/new?payee=${makePayee().id}`)
  await userEvent.selectOptions(await screen.findByLabelText('From account'), everyday.id)
  await userEvent.selectOptions(screen.getByLabelText('How often'), 'once')
  await userEvent.type(screen.getByLabelText('Date'), '2099-12-01')
  await userEvent.type(screen.getByLabelText('Amount in EUR'), '40')
  await press('Check answers')
  expect(await screen.findByText('Once, on 1 Dec 2099')).toBeVisible()
  await press('Set it up')
  expect(await screen.findByRole('alert')).toHaveTextContent('With these dates the order would never pay.')
  await userEvent.click(screen.getByRole('link', { name: 'Change when' }))
  expect(await screen.findByLabelText('Date')).toHaveValue('2099-12-01')
  expect(screen.getByLabelText('Payee')).toHaveValue(makePayee().id)
})

it('leaves one day out', async () => {
  const skipped = answers('post', 'standing-orders/:id/skip', () => {
    answers('get', 'standing-orders/upcoming', listOf([coming('2026-12-01', true), coming('2027-01-01')]))
    return makeOrder({ skipped_dates: ['2026-12-01'] })
  })
  openPortal(page)
  await press('Leave out Tuesday, 1 December 2026')
  const next = within(await screen.findByRole('region', { name: 'Next payments' }))
  expect(await next.findByText('Left out')).toBeVisible()
  expect(next.getAllByRole('button')).toHaveLength(1)
  expect(screen.getByText('Next 1 Dec 2026, left out')).toBeVisible()
  expect(skipped[0]?.body).toEqual({ date: '2026-12-01' })
})

it('pauses, goes on, and cancels only when asked twice', async () => {
  answers('post', 'standing-orders/:id/pause', makeOrder({ status: 'paused' }))
  answers('post', 'standing-orders/:id/resume', rent)
  const cancelled = answers('delete', 'standing-orders/:id', makeOrder({ status: 'cancelled', next_date: null }))
  openPortal(page)
  await press('Pause')
  expect(await screen.findByText('Paused')).toBeVisible()
  expect(screen.queryByRole('region', { name: 'Next payments' })).toBeNull()
  await press('Resume')
  expect(await screen.findByText('Active')).toBeVisible()
  await press('Cancel this order')
  const dialog = within(await screen.findByRole('dialog', { name: 'Cancel this order?' }))
  await userEvent.click(dialog.getByRole('button', { name: 'Keep it' }))
  expect(cancelled).toHaveLength(0)
  await press('Cancel this order')
  await press('Cancel this order for good')
  expect(await screen.findByText('Cancelled')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull()
})

it('changes the amount and the end from the next payment on, and sends only what differs', async () => {
  const sent = answers('patch', 'standing-orders/:id', makeOrder({ amount: '35.50', end_date: '2027-12-31' }))
  openPortal(page)
  await userEvent.click(await screen.findByText('Change amount, note or end'))
  const amount = screen.getByLabelText('Amount in EUR')
  await userEvent.clear(amount)
  await press('Save the changes')
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter an amount.')
  await userEvent.type(amount, '35,50')
  await userEvent.type(screen.getByLabelText('Last day (optional)'), '2027-12-31')
  await press('Save the changes')
  expect(await screen.findByText('Changed, from the next payment on.')).toBeVisible()
  expect(sent.map(({ body }) => body)).toEqual([{ amount: '35.50', end_date: '2027-12-31' }])
})

it('shows what became of it, with the reason of what failed', async () => {
  const execution = { id: 'e1', due_date: '2026-11-01', status: 'executed', attempts: 1, amount: '40.00', currency: 'EUR', code: '', text: '', transfer_id: '01900000-0000-7000-8000-0000007f3a22', decided_at: '2026-11-01T05:00:00Z' }
  const failed = { ...execution, id: 'e2', due_date: '2026-10-01', status: 'failed', attempts: 4, code: 'insufficient_funds', text: 'There was not enough money.', transfer_id: null }
  answers('get', 'standing-orders/:id/executions', listOf([execution, failed]))
  openPortal(page)
  const history = within(await screen.findByRole('region', { name: 'History' }))
  const [paid, missed] = await history.findAllByRole('listitem')
  expect(paid).toHaveTextContent('Reference 007F-3A22')
  expect(missed).toHaveTextContent('There was not enough money.')
  expect(missed).toHaveTextContent('Tried 4 times')
  expect(missed).toHaveTextContent('Not paid')
})

it('lists what runs apart from what is over', async () => {
  answers('get', 'standing-orders', listOf([rent, makeOrder({ id: 'd2', status: 'cancelled', note: 'Old rent', next_date: null })]))
  openPortal('/standing-orders')
  expect(await screen.findByRole('link', { name: 'Rent' })).toHaveAttribute('href', page)
  expect(screen.getByText('Next 1 Dec 2026')).toBeVisible()
  expect(screen.getByText('Done and cancelled (1)')).toBeVisible()
})

it('says that nothing is planned, and what was not found', async () => {
  answers('get', 'standing-orders', listOf([]))
  openPortal('/standing-orders')
  expect(await screen.findByText('Nothing is planned')).toBeVisible()
})

it('has no page for somebody else’s order', async () => {
  answers('get', 'standing-orders/:id', () => refusal(404, 'standing_order_not_found'))
  openPortal(page)
  expect(await screen.findByRole('heading', { name: 'We could not find this standing order' })).toBeVisible()
})

it('shows on the home page what comes next, and not what is left out', async () => {
  answers('get', 'announcements', listOf([]))
  answers('get', 'transactions', listOf([]))
  answers('get', 'standing-orders/upcoming', listOf([coming('2026-12-01', true), coming('2027-01-01')]))
  openPortal('/')
  const panel = within(await screen.findByRole('region', { name: 'Coming up' }))
  expect(panel.getAllByRole('listitem')).toHaveLength(1)
  expect(panel.getByText('1 Jan 2027 · Grace Hopper')).toBeVisible()
})
