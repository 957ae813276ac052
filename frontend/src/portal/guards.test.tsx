import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { expect, it, vi } from 'vitest'
import { mintToken, session } from '@/lib/api/session'
import { browser } from '@/lib/load-page'
import { everyday } from '@/testing/fixtures'
import { server } from '@/testing/server'
import { Providers } from './providers'
import { routes } from './routes'

function openPage(path: string) {
  server.use(
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ id: 'c', given_name: 'Ada', family_name: 'Lovelace', status: 'active' })),
    http.get('*/api/v1/accounts', () => HttpResponse.json({ results: [everyday], next: null, previous: null })),
  )
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  )
  return router
}

it('asks a stranger to sign in, and keeps where they were going only when their session ran out', async () => {
  await mintToken()
  const router = openPage('/pay')
  await screen.findByRole('heading', { name: 'Pay' })

  server.use(http.post('*/api/v1/auth/token', () => new HttpResponse(null, { status: 401 })))
  await mintToken()
  await screen.findByRole('heading', { name: 'Sign in' })
  expect(router.state.location.state).toEqual({ from: '/pay' })
})

it('forgets the place after a sign-out by choice', async () => {
  await mintToken()
  const router = openPage('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  session.end()
  await screen.findByRole('heading', { name: 'Sign in' })
  expect(router.state.location.state).toEqual({})
})

it('leads a person without a name to the welcome page', async () => {
  await mintToken()
  const router = openPage('/accounts')
  server.use(http.get('*/api/v1/customers/me', () => HttpResponse.json({ code: 'customer_not_found' }, { status: 404 })))
  await waitFor(() => {
    expect(router.state.location.pathname).toBe('/welcome')
  })
  expect(await screen.findByLabelText('Given name')).toBeInTheDocument()
})

it('has a page for what does not exist', async () => {
  await mintToken()
  openPage('/no/such/page')
  expect(await screen.findByRole('heading', { name: 'We could not find this page' })).toBeVisible()
})

it('sends somebody who is signed in on to where a page wanted them', async () => {
  await mintToken()
  const router = openPage('/login?next=/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  expect(router.state.location.pathname).toBe('/pay')
})

it('never leads to another host', async () => {
  await mintToken()
  const router = openPage('/login?next=//evil.example/pay')
  await waitFor(() => {
    expect(router.state.location.pathname).toBe('/')
  })
})

it('loads a page of the identity provider as a whole, and does not circle with it', async () => {
  const load = vi.spyOn(browser, 'load').mockImplementation(() => undefined)
  await mintToken()
  openPage('/login?next=%2Fidentity%2Fo%2Fauthorize%3Fclient_id%3Da')
  await waitFor(() => {
    expect(load).toHaveBeenCalledWith('/identity/o/authorize?client_id=a')
  })
  cleanup()
  openPage('/login?next=%2Fidentity%2Fo%2Fauthorize%3Fclient_id%3Da')
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(load).toHaveBeenCalledTimes(1)
})

it('tells people of the bank what their work waits for', async () => {
  await mintToken()
  openPage('/')
  server.use(
    http.get('*/api/v1/auth/me', () =>
      HttpResponse.json({ id: 'c', email: 'ada@example.org', phone: '', date_of_birth: '', roles: ['customer'], staff_roles_held_back: true }),
    ),
    http.get('*/api/v1/announcements', () => HttpResponse.json({ results: [], next: null, previous: null })),
    http.get('*/api/v1/transactions', () => HttpResponse.json({ results: [], next: null, previous: null })),
  )
  expect(await screen.findByRole('heading', { name: 'Your work for the bank waits for a second factor' })).toBeVisible()
  expect(screen.getByRole('link', { name: 'add a passkey' })).toHaveAttribute('href', '/settings/security/passkey')
})

function meet(me: object) {
  const someone = { id: 'c', email: 'tina@example.org', phone: '', date_of_birth: '', roles: [], staff_roles_held_back: false }
  server.use(
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ code: 'customer_not_found', status: 404 }, { status: 404 })),
    http.get('*/api/v1/auth/me', () => HttpResponse.json({ ...someone, ...me })),
  )
}

it('leads people of the bank who are no customers to what their work waits for', async () => {
  await mintToken()
  const router = openPage('/accounts')
  meet({ staff_roles_held_back: true })
  expect(await screen.findByRole('heading', { name: 'Your work for the bank waits for a second factor' })).toBeVisible()
  expect(router.state.location.pathname).toBe('/work')
  expect(screen.queryByRole('navigation', { name: 'Main' })).toBeNull()
  server.use(http.get('*/api/v1/auth/browser/v1/account/authenticators/totp', () => HttpResponse.json({ status: 404, meta: { secret: 'JBSWY3DP', totp_url: 'otpauth://totp/a?secret=JBSWY3DP' } }, { status: 404 })))
  await userEvent.click(screen.getByRole('link', { name: 'Set up an authenticator app' }))
  expect(await screen.findByText(/JBSW/)).toBeVisible()
  expect(router.state.location.pathname).toBe('/settings/security/authenticator')
})

it('says what people of the bank are signed in as', async () => {
  await mintToken()
  openPage('/')
  meet({ roles: ['teller'] })
  expect(await screen.findByText('tina@example.org: teller')).toBeVisible()
  expect(screen.queryByText(/waits for a second factor/)).toBeNull()
})
