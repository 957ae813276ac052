import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken, session } from '@/lib/api/session'
import { allauthAnswers, pending, wrongCode } from '@/testing/allauth'
import { everyday } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'
import { server } from '@/testing/server'

beforeEach(() => {
  session.end()
  server.use(http.get('*/api/v1/accounts', () => HttpResponse.json({ results: [everyday], next: null, previous: null })))
})

async function signIn() {
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.org')
  await user.type(screen.getByLabelText('Password'), 'seven green umbrellas')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  return user
}

it('asks for the code that was mailed, and then opens the page that was asked for', async () => {
  allauthAnswers('post', 'auth/login', () => pending('login_by_code'))
  const codes = allauthAnswers('post', 'auth/code/confirm', () => ({ body: { status: 200 } }))
  session.end('expired')
  const router = openPortal('/pay')
  const user = await signIn()
  expect(await screen.findByRole('heading', { name: 'Check your e-mail' })).toBeVisible()
  await user.type(screen.getByLabelText('Code'), ' 123 456')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  expect(await screen.findByRole('heading', { name: 'Pay' })).toBeVisible()
  expect(codes.map(({ body }) => body)).toEqual([{ code: '123456' }])
  expect(router.state.location.pathname).toBe('/pay')
})

it('offers the factors that the person has, and no passkey where the browser knows none', async () => {
  allauthAnswers('post', 'auth/login', () => pending('mfa_authenticate', ['recovery_codes', 'totp', 'webauthn']))
  const proofs = allauthAnswers('post', 'auth/2fa/authenticate', (_, count) => (count === 1 ? wrongCode : { body: { status: 200 } }))
  openPortal('/login')
  const user = await signIn()
  const title = await screen.findByRole('heading', { name: 'Enter the code of your app' })
  await waitFor(() => {
    expect(title).toHaveFocus()
  })
  expect(screen.queryByRole('button', { name: /passkey/i })).toBeNull()

  await user.type(screen.getByLabelText('Code from the app'), '000000')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  const summary = await screen.findByRole('alert')
  expect(summary).toHaveTextContent('That code is not right.')
  expect(screen.getByLabelText('Code from the app')).toBeInvalid()

  await user.click(screen.getByRole('button', { name: 'Use a recovery code' }))
  expect(await screen.findByRole('heading', { name: 'Enter a recovery code' })).toBeVisible()
  await user.type(screen.getByLabelText('Recovery code'), '1234 5678')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  await waitFor(() => {
    expect(session.status()).toBe('in')
  })
  expect(proofs.map(({ body }) => body)).toEqual([{ code: '000000' }, { code: '12345678' }])
})

it.each([
  ['sign_in_locked', '841', 'we have locked the sign-in for a while. Try again in 15 minutes.'],
  ['codes_locked', '1741', 'Too many wrong codes, so no code works for a while. Try again in 30 minutes.'],
  ['too_many_requests', '42', 'Too many attempts. Try again in 42 seconds.'],
])('says in words what %s is, and how long to wait', async (code, wait, words) => {
  allauthAnswers('post', 'auth/login', () => ({
    status: 429,
    type: 'application/problem+json',
    headers: { 'Retry-After': wait },
    body: { status: 429, code, title: 'No' },
  }))
  openPortal('/login')
  await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent(words)
})

it.each([
  ['a wrong password', { status: 400, body: { errors: [{ code: 'email_password_mismatch', param: 'password', message: '' }] } }],
  ['somebody who was deactivated', { status: 401, body: { data: { flows: [{ id: 'login' }] }, meta: { is_authenticated: false } } }],
])('uses the same words for %s', async (_, reply) => {
  allauthAnswers('post', 'auth/login', () => reply)
  openPortal('/login')
  await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent('The e-mail or the password is not right.')
})

it('sets a forgotten password anew, and keeps the code when the password is refused', async () => {
  allauthAnswers('post', 'auth/password/request', () => ({ status: 401, body: { status: 401 } }))
  const resets = allauthAnswers('post', 'auth/password/reset', (_, count) =>
    count === 1
      ? { status: 400, body: { errors: [{ code: 'password_too_common', param: 'password', message: 'This password is too common.' }] } }
      : { status: 401, body: { status: 401 } },
  )
  openPortal('/login')
  const user = userEvent.setup()
  await user.click(await screen.findByRole('link', { name: 'Forgot your password?' }))
  await screen.findByRole('heading', { name: 'Forgot your password' })
  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.org')
  await user.click(screen.getByRole('button', { name: 'Send a code' }))
  await user.type(await screen.findByLabelText('Code'), '123456')
  await user.type(screen.getByLabelText('New password'), 'letmein1')
  expect(screen.getByText('Easy to guess. Add another word or two.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Set the new password' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This password is too common.')
  expect(screen.getByLabelText('Code')).toHaveValue('123456')

  await user.clear(screen.getByLabelText('New password'))
  await user.type(screen.getByLabelText('New password'), 'seven green umbrellas')
  await user.click(screen.getByRole('button', { name: 'Set the new password' }))
  expect(await screen.findByText(/every device was signed out/)).toBeVisible()
  expect(resets).toHaveLength(2)
})

it('brings back what was typed, but not the password, to correct an address', async () => {
  allauthAnswers('post', 'auth/signup', () => pending('verify_email'))
  openPortal('/join')
  const user = userEvent.setup()
  await user.type(await screen.findByLabelText('E-mail'), 'ada@exmaple.org')
  await user.type(screen.getByLabelText('Password'), 'seven green umbrellas')
  await user.type(screen.getByLabelText('Phone'), '+4930901820')
  await user.type(screen.getByLabelText('Date of birth'), '1990-05-17')
  await user.click(screen.getByRole('button', { name: 'Create account' }))
  await user.click(await screen.findByRole('link', { name: 'Go back and correct it' }))
  await screen.findByRole('heading', { name: 'Join BankingSystem' })
  expect(await screen.findByLabelText('E-mail')).toHaveValue('ada@exmaple.org')
  expect(screen.getByLabelText('Phone')).toHaveValue('+4930901820')
  expect(screen.getByLabelText('Password')).toHaveValue('')
})

it.each([
  ['idle', 'nothing had happened for a while'],
  ['limit', 'a session ends after some hours'],
  ['expired', 'Your session has ended.'],
] as const)('says why somebody was signed out: %s', async (reason, words) => {
  await mintToken()
  const router = openPortal('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  session.end(reason)
  expect(await screen.findByText(new RegExp(words))).toBeVisible()
  expect(router.state.location.state).toEqual({ from: '/pay' })
})
