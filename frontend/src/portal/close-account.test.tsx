import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Account } from '@/lib/api/types'
import { makeAccount } from '@/testing/fixtures'
import { server } from '@/testing/server'
import { Providers } from './providers'
import { routes } from './routes'

const empty = makeAccount({ balance: '0.00', available: '0.00' })

let account: Account = empty
let requests = 0
let reply: () => Response

beforeEach(async () => {
  account = empty
  requests = 0
  reply = () => {
    account = { ...account, status: 'closed' }
    return HttpResponse.json(account)
  }
  server.use(
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ id: 'c', given_name: 'Ada', family_name: 'Lovelace', status: 'active' })),
    http.get('*/api/v1/accounts', () => HttpResponse.json({ results: [account], next: null, previous: null })),
    http.get('*/api/v1/accounts/:id', () => HttpResponse.json(account)),
    http.post('*/api/v1/accounts/:id/close', () => {
      requests += 1
      return reply()
    }),
    http.get('*/api/v1/transactions', () => HttpResponse.json({ results: [], next: null, previous: null })),
    http.get('*/api/v1/interest-rates', () => HttpResponse.json({ results: [], next: null, previous: null })),
  )
  await mintToken()
})

function openPage(path: string) {
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  const { unmount } = render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  )
  return { user: userEvent.setup(), unmount }
}

const closePage = `/accounts/${empty.id}/close`
const refused = (code: string) => () => HttpResponse.json({ code, status: 422, detail: `${code}.` }, { status: 422 })

async function confirmAndClose(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByLabelText('Yes, close Everyday for good'))
  await user.click(screen.getByRole('button', { name: 'Close account' }))
}

it('says what to do first while money is left, and asks the bank for nothing', async () => {
  account = makeAccount({ balance: '250.00' })
  openPage(closePage)
  expect(await screen.findByRole('heading', { name: 'There is money left' })).toBeVisible()
  expect(screen.getByText('€250.00')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Withdraw' })).toHaveAttribute('href', `/withdraw?account=${account.id}`)
  expect(screen.getByRole('link', { name: 'Transfer' })).toHaveAttribute('href', `/transfer?account=${account.id}`)
  expect(screen.queryByRole('button', { name: 'Close account' })).toBeNull()
  expect(requests).toBe(0)
})

it('closes an empty account once it is confirmed', async () => {
  const { user } = openPage(closePage)
  await user.click(await screen.findByRole('button', { name: 'Close account' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Confirm that you want to close this account.')
  expect(requests).toBe(0)

  await confirmAndClose(user)
  const title = await screen.findByRole('heading', { name: 'Account closed' })
  expect(title).toHaveFocus()
  expect(requests).toBe(1)

  await user.click(screen.getByRole('link', { name: 'See its transactions' }))
  expect(await screen.findByText('Closed')).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Deposit' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Close account' })).toBeNull()
})

it.each([
  ['account_not_empty', 'There is still money in the account'],
  ['account_blocked', 'Something still needs this account'],
])('says why the bank declined with %s', async (code, words) => {
  reply = refused(code)
  const { user } = openPage(closePage)
  await confirmAndClose(user)
  const outcome = await screen.findByRole('alert')
  expect(outcome).toHaveTextContent('Not closed')
  expect(outcome).toHaveTextContent(words)
  await waitFor(() => {
    expect(outcome).toHaveFocus()
  })
})

it('finds out after a refresh what became of a request without an answer', async () => {
  reply = () => HttpResponse.error()
  const { user, unmount } = openPage(closePage)
  await confirmAndClose(user)
  expect(await screen.findByText('We are checking whether it went through')).toBeVisible()

  unmount()
  // It had gone through; this page still has the older answer.
  reply = () => {
    account = { ...account, status: 'closed' }
    return refused('account_closed')()
  }
  openPage(closePage)
  await user.click(await screen.findByRole('button', { name: 'Check again' }))
  expect(await screen.findByRole('heading', { name: 'Account closed' })).toBeVisible()
})

it('is for an owner only', async () => {
  account = makeAccount({ balance: '0.00', access: 'joint' })
  openPage(closePage)
  expect(await screen.findByRole('heading', { name: 'Only an owner can close it' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Close account' })).toBeNull()
})

it('does not offer a closed account as payer, whatever the address says', async () => {
  account = { ...empty, status: 'closed' }
  server.use(
    http.get('*/api/v1/accounts', () =>
      HttpResponse.json({ results: [account, makeAccount({ id: 'a2', nickname: 'Holiday' })], next: null, previous: null }),
    ),
  )
  openPage(`/transfer?account=${account.id}`)
  const from = await screen.findByLabelText<HTMLSelectElement>('From account')
  expect([...from.options].map(({ value }) => value)).toEqual(['', 'a2'])
  expect(from).toHaveValue('a2')
})
