import { render, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { expect, it } from 'vitest'
import { mintToken, session } from '@/lib/api/session'
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
