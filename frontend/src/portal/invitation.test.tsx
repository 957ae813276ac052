import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { session } from '@/lib/api/session'
import { openPortal } from '@/testing/portal'
import { server } from '@/testing/server'

let sent: unknown[] = []

beforeEach(() => {
  session.end()
  sent = []
  server.use(
    http.post('*/api/v1/auth/invitations/open', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ email: 'grace@bank.example', roles: ['teller'], expires_at: '2026-11-24T10:00:00Z' })
    }),
    http.post('*/api/v1/auth/invitations/accept', async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ id: 'p', email: 'grace@bank.example', needs_authenticator: true }, { status: 201 })
    }),
  )
})

it('takes the token out of the address, asks for what is missing, and leads to the sign-in', async () => {
  const router = openPortal('/invitation#secret-token')
  expect(await screen.findByLabelText('E-mail')).toHaveValue('grace@bank.example')
  expect(router.state.location.hash).toBe('')

  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Password'), 'seven green umbrellas')
  await user.click(screen.getByRole('button', { name: 'Accept the invitation' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter your phone number.')
  await user.type(screen.getByLabelText('Phone'), '+4930901820')
  await user.type(screen.getByLabelText('Date of birth'), '1990-05-17')
  await user.click(screen.getByRole('button', { name: 'Accept the invitation' }))

  expect(await screen.findByText(/your role needs one/)).toBeVisible()
  expect(sent).toEqual([
    { token: 'secret-token' },
    { token: 'secret-token', password: 'seven green umbrellas', phone: '+4930901820', date_of_birth: '1990-05-17' },
  ])
})

it('says that an invitation is used up, for every reason alike', async () => {
  server.use(
    http.post('*/api/v1/auth/invitations/open', () =>
      HttpResponse.json({ code: 'invitation_not_found', status: 404 }, { status: 404 }),
    ),
  )
  openPortal('/invitation#old')
  expect(await screen.findByRole('heading', { name: 'This invitation cannot be used' })).toBeVisible()
})

it('needs a token', async () => {
  openPortal('/invitation')
  expect(await screen.findByRole('heading', { name: 'This invitation cannot be used' })).toBeVisible()
  expect(sent).toEqual([])
})
