import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { delay, http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { everyday, savings, someoneElsesIban } from '@/testing/fixtures'
import { server } from '@/testing/server'
import { Providers } from './providers'
import { routes } from './routes'

interface Sent {
  key: string | null
  body: Record<string, string>
}

type Reply = 'post' | 'refuse' | 'drop' | 'busy'

let sent: Sent[] = []
let reply: Reply = 'post'

beforeEach(async () => {
  sent = []
  reply = 'post'
  server.use(
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ id: 'c', given_name: 'Ada', family_name: 'Lovelace', status: 'active' })),
    http.get('*/api/v1/accounts', () => HttpResponse.json({ results: [everyday, savings], next: null, previous: null })),
    http.post<never, Record<string, string>>('*/api/v1/transfers', async ({ request }) => {
      const body = await request.json()
      sent.push({ key: request.headers.get('Idempotency-Key'), body })
      await delay(30)
      if (reply === 'drop') return HttpResponse.error()
      if (reply === 'busy') return HttpResponse.json({ code: 'try_again', status: 503 }, { status: 503 })
      if (reply === 'refuse') return HttpResponse.json({ code: 'insufficient_funds', status: 422 }, { status: 422 })
      return HttpResponse.json(postedTransfer(body), { status: 201 })
    }),
  )
  await mintToken()
})

function postedTransfer(body: Record<string, string>) {
  const party = ({ id, number, title }: typeof everyday) => ({ id, number, title })
  return {
    id: '01900000-0000-7000-8000-0000007f3a22',
    status: 'posted',
    type: 'transfer',
    amount: body.amount,
    currency: 'EUR',
    note: body.note ?? '',
    posted_at: '2026-11-21T10:00:00Z',
    value_date: '2026-11-21',
    from_account: party(everyday),
    to_account: { id: 'x', number: someoneElsesIban, title: 'Grace Hopper' },
    balances: [{ account: everyday.id, balance: '225.00', available: '225.00' }],
  }
}

function openPage(path: string) {
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  const { unmount } = render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  )
  return { router, unmount }
}

async function fillTransfer(amount: string) {
  const user = userEvent.setup()
  await user.selectOptions(await screen.findByLabelText('From account', {}, { timeout: 5000 }), everyday.id)
  await user.click(screen.getByLabelText('Someone else'))
  await user.clear(screen.getByLabelText('IBAN'))
  await user.type(screen.getByLabelText('IBAN'), someoneElsesIban)
  await user.clear(screen.getByLabelText('Amount in EUR'))
  await user.type(screen.getByLabelText('Amount in EUR'), amount)
  await user.click(screen.getByRole('button', { name: 'Check answers' }))
  return user
}

const sendButton = (amount = '€25.00') => screen.findByRole('button', { name: `Send ${amount}` })

it('sends one request for a double click, and shows the reference and the new balance', async () => {
  openPage('/transfer')
  const user = await fillTransfer('25')
  await user.dblClick(await sendButton())

  expect(await screen.findByRole('heading', { name: 'Transfer complete' })).toBeVisible()
  expect(screen.getByText('007F-3A22')).toBeVisible()
  expect(within(screen.getByRole('region', { name: 'New balances' })).getByText('€225.00', { selector: 'strong *' })).toBeVisible()
  expect(sent).toHaveLength(1)
  expect(sent[0]?.body).toEqual({ from_account: everyday.id, to_account: someoneElsesIban, amount: '25.00', currency: 'EUR' })
})

it('asks again with the same key when no answer came, also after a refresh', async () => {
  reply = 'drop'
  const { unmount } = openPage('/transfer')
  const user = await fillTransfer('25')
  await user.click(await sendButton())
  expect(await screen.findByText('Do not send it again')).toBeVisible()
  expect(screen.queryByRole('link', { name: /Change/ })).toBeNull()

  unmount()
  reply = 'post'
  openPage('/transfer/check')
  await user.click(await screen.findByRole('button', { name: 'Check again' }))

  expect(await screen.findByRole('heading', { name: 'Transfer complete' })).toBeVisible()
  expect(sent).toHaveLength(2)
  expect(sent[1]).toEqual(sent[0])
})

it('keeps the key while the bank is busy: nothing happened yet', async () => {
  reply = 'busy'
  openPage('/transfer')
  const user = await fillTransfer('25')
  await user.click(await sendButton())
  expect(await screen.findByRole('heading', { name: 'Not sent yet' })).toBeVisible()
  reply = 'post'
  await user.click(await sendButton())
  await screen.findByRole('heading', { name: 'Transfer complete' })
  expect(sent[1]?.key).toBe(sent[0]?.key)
})

it('says why a transfer was declined, keeps the answers, and takes a new key for a new amount', async () => {
  reply = 'refuse'
  const { router } = openPage('/transfer')
  const user = await fillTransfer('25')
  await user.click(await sendButton())
  const outcome = await screen.findByRole('alert')
  expect(outcome).toHaveTextContent('Not sent')
  expect(outcome).toHaveTextContent('not enough money')
  await waitFor(() => {
    expect(outcome).toHaveFocus()
  })

  await user.click(screen.getByRole('link', { name: 'Change amount' }))
  expect(await screen.findByLabelText('Amount in EUR')).toHaveValue('25.00')
  reply = 'post'
  await fillTransfer('20')
  await user.click(await sendButton('€20.00'))
  await screen.findByRole('heading', { name: 'Transfer complete' })
  expect(sent[1]?.key).not.toBe(sent[0]?.key)
  expect(router.state.location.pathname).toMatch(/^\/transfer\/done\//)
})

it('holds the amount against what is available before anything is sent', async () => {
  openPage('/transfer')
  await fillTransfer('250.01')
  const summary = await screen.findByRole('alert')
  expect(summary).toHaveTextContent('Amount must be €250.00 or less. You have €250.00 available.')
  await waitFor(() => {
    expect(summary).toHaveFocus()
  })
  expect(screen.getByLabelText('Amount in EUR')).toBeInvalid()
  expect(sent).toHaveLength(0)
})
