import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { allauthAnswers, whoAreYou, wrongCode } from '@/testing/allauth'
import { openPortal } from '@/testing/portal'
import { server } from '@/testing/server'

const now = Date.parse('2026-11-21T10:00:00Z') / 1000
const here = { id: 1, user_agent: 'Firefox/145.0 (X11; Linux)', ip: '192.0.2.1', created_at: now, last_seen_at: now, is_current: true }
const phone = { id: 2, user_agent: 'Chrome/142.0 (Linux; Android 15)', ip: '192.0.2.2', created_at: now, last_seen_at: now, is_current: false }
const passkey = { type: 'webauthn', id: 7, name: 'Grey laptop', created_at: now, last_used_at: null }
const codes = { type: 'recovery_codes', created_at: now, last_used_at: null, total_code_count: 10, unused_code_count: 9 }

function bank({ factors = [] as object[], devices = [here] as object[], emails = [] as object[] }) {
  allauthAnswers('get', 'account/authenticators', () => ({ body: { status: 200, data: factors } }))
  allauthAnswers('get', 'auth/sessions', () => ({ body: { status: 200, data: devices } }))
  allauthAnswers('get', 'account/email', () => ({ body: { status: 200, data: emails } }))
}

const event = (id: string, title: string) => ({
  id,
  event: title,
  result: 'succeeded',
  factor: 'passkey',
  address: '192.0.2.1',
  device: 'Firefox on Linux',
  by_bank: false,
  happened_at: '2026-11-21T10:00:00Z',
})

beforeEach(async () => {
  bank({})
  server.use(
    http.get('*/api/v1/auth/activity', ({ request }) =>
      new URL(request.url).searchParams.get('cursor') === 'older'
        ? HttpResponse.json({ results: [event('2', 'signed_up')], next: null, previous: null })
        : HttpResponse.json({ results: [event('1', 'sign_in')], next: 'http://localhost/api/v1/auth/activity?cursor=older', previous: null }),
    ),
  )
  await mintToken()
})

async function fillIn(label: string, text: string) {
  const user = userEvent.setup()
  await user.clear(await screen.findByLabelText(label))
  await user.type(screen.getByLabelText(label), text)
}

const press = async (name: string | RegExp) => userEvent.setup().click(await screen.findByRole('button', { name }))

it('sets up an authenticator app: asks who it is, repeats once, and offers the recovery codes', async () => {
  allauthAnswers('get', 'account/authenticators/totp', () => ({
    status: 404,
    body: { status: 404, meta: { secret: 'ABCDEFGHIJKLMNOP', totp_url: 'otpauth://totp/Bank:ada?secret=ABCDEFGHIJKLMNOP' } },
  }))
  const sent = allauthAnswers('post', 'account/authenticators/totp', (_, count) => (count === 1 ? whoAreYou : { body: { status: 200 } }))
  const passwords = allauthAnswers('post', 'auth/reauthenticate', (_, count) =>
    count === 1
      ? { status: 400, body: { errors: [{ code: 'incorrect_password', param: 'password', message: '' }] } }
      : { body: { status: 200 } },
  )
  const router = openPortal('/settings/security/authenticator')
  expect(await screen.findByRole('img', { name: /QR code/ })).toBeVisible()
  expect(screen.getByText('ABCD EFGH IJKL MNOP')).toBeVisible()
  await fillIn('Code from the app', '123 456')
  await press('Turn it on')

  const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }))
  const user = userEvent.setup()
  await user.click(dialog.getByRole('button', { name: 'Use your password' }))
  await user.type(dialog.getByLabelText('Your password'), 'wrong')
  await user.click(dialog.getByRole('button', { name: 'Confirm' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('That is not your password.')
  await user.click(dialog.getByRole('button', { name: 'Confirm' }))

  expect(await screen.findByRole('heading', { name: 'Recovery codes' })).toBeVisible()
  expect(sent.map(({ body }) => body)).toEqual([{ code: '123456' }, { code: '123456' }])
  expect(passwords).toHaveLength(2)
  expect(router.state.location.pathname).toBe('/settings/security/recovery-codes')
})

it('changes nothing when the person does not say who it is', async () => {
  bank({ factors: [passkey] })
  const sent = allauthAnswers('delete', 'account/authenticators/webauthn', () => whoAreYou)
  openPortal('/settings/security')
  await press('Remove Grey laptop')
  await press('Remove')
  const dialog = within(await screen.findByRole('dialog', { name: 'Confirm that it is you' }))
  await userEvent.setup().click(dialog.getByRole('button', { name: 'Cancel' }))
  expect(await screen.findByText(/so nothing has changed/)).toBeVisible()
  expect(sent).toHaveLength(1)
})

it('shows recovery codes once, and makes new ones only when asked twice', async () => {
  bank({ factors: [passkey, codes] })
  allauthAnswers('get', 'account/authenticators/recovery-codes', () => ({ body: { status: 200, data: { type: 'recovery_codes' } } }))
  const made = allauthAnswers('post', 'account/authenticators/recovery-codes', () => ({
    body: { status: 200, data: { unused_codes: ['11112222', '33334444'] } },
  }))
  openPortal('/settings/security/recovery-codes')
  await press('Show my codes')
  expect(await screen.findByText(/not shown again/)).toBeVisible()
  await press('Make new codes')
  const dialog = within(await screen.findByRole('dialog', { name: 'Make new recovery codes?' }))
  expect(made).toHaveLength(0)
  await userEvent.setup().click(dialog.getByRole('button', { name: 'Make new codes' }))
  const list = within(await screen.findByRole('region', { name: 'Your recovery codes' }))
  expect(list.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['11112222', '33334444'])
  expect(list.getByRole('button', { name: 'Download' })).toBeVisible()
})

it('gives a passkey another name', async () => {
  bank({ factors: [passkey] })
  const sent = allauthAnswers('put', 'account/authenticators/webauthn', () => ({ body: { status: 200 } }))
  openPortal('/settings/security')
  await press('Rename Grey laptop')
  await fillIn('Name of the passkey', 'Kitchen')
  await press('Save')
  await waitFor(() => {
    expect(screen.queryByLabelText('Name of the passkey')).toBeNull()
  })
  expect(sent[0]?.body).toEqual({ id: 7, name: 'Kitchen' })
})

it('signs every other device out, and not this one', async () => {
  bank({ devices: [phone, here] })
  const sent = allauthAnswers('delete', 'auth/sessions', () => {
    bank({ devices: [here] })
    return { body: { status: 200, data: [here] } }
  })
  openPortal('/settings/security')
  const devices = within(await screen.findByRole('region', { name: 'Where you are signed in' }))
  const [first, second] = await devices.findAllByRole('listitem')
  expect(first).toHaveTextContent('Firefox on Linux This device')
  expect(second).toHaveTextContent('Chrome on Android')
  await press('Sign out everywhere else')
  expect(await devices.findByText('Every other device is signed out.')).toBeVisible()
  expect(sent[0]?.body).toEqual({ sessions: [2] })
  await waitFor(() => {
    expect(devices.getAllByRole('listitem')).toHaveLength(1)
  })
})

it('changes the password, says that other devices are out, and takes a new token', async () => {
  const sent = allauthAnswers('post', 'account/password/change', (_, count) =>
    count === 1
      ? { status: 400, body: { errors: [{ code: 'enter_current_password', param: 'current_password', message: '' }] } }
      : { body: { status: 200 } },
  )
  let minted = 0
  server.use(
    http.post('*/api/v1/auth/token', () => {
      minted += 1
      return HttpResponse.json({ access_token: 'token-2', expires_in: 300 })
    }),
  )
  openPortal('/settings/security/password')
  await fillIn('Current password', 'wrong')
  await fillIn('New password', 'seven green umbrellas')
  await press('Change the password')
  expect(await screen.findByRole('alert')).toHaveTextContent('That is not your current password.')
  await press('Change the password')
  expect(await screen.findByText(/Every other device was signed out/)).toBeVisible()
  expect(sent).toHaveLength(2)
  expect(minted).toBe(1)
})

it('keeps an e-mail that is not proven apart, and can call the change off', async () => {
  bank({
    emails: [
      { email: 'ada@example.org', verified: true, primary: true },
      { email: 'new@example.org', verified: false, primary: false },
    ],
  })
  allauthAnswers('post', 'auth/email/verify', () => ({ status: 400, body: { errors: [{ ...wrongCode.body.errors[0], param: 'key' }] } }))
  const cancelled = allauthAnswers('delete', 'account/email', () => {
    bank({ emails: [{ email: 'ada@example.org', verified: true, primary: true }] })
    return { body: { status: 200, data: [] } }
  })
  openPortal('/settings/security/email')
  expect(await screen.findByText(/We sent it to new@example.org/)).toBeVisible()
  await fillIn('Code', '000000')
  await press('Use this address')
  expect(await screen.findByRole('alert')).toHaveTextContent('That code is not right.')
  expect(screen.getByLabelText('Code')).toBeInvalid()
  await press('Keep the old address')
  expect(await screen.findByLabelText('New e-mail')).toBeVisible()
  expect(cancelled[0]?.body).toEqual({ email: 'new@example.org' })
})

it('lists what happened, page by page, and says what to do when it was somebody else', async () => {
  openPortal('/settings/security/activity')
  expect(await screen.findByText('Signed in')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Change the password' })).toHaveAttribute('href', '/settings/security/password')
  await press('Load more')
  expect(await screen.findByText('Account created')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
})

it('says what is not available, and asks again', async () => {
  let isBroken = true
  allauthAnswers('get', 'account/authenticators', () => (isBroken ? { status: 500, body: {} } : { body: { status: 200, data: [passkey] } }))
  openPortal('/settings/security')
  const factors = within(await screen.findByRole('region', { name: 'Second factors' }))
  const retry = await factors.findByRole('button', { name: 'Try again' }, { timeout: 15_000 })
  isBroken = false
  await userEvent.setup().click(retry)
  expect(await factors.findByRole('heading', { name: 'Grey laptop' })).toBeVisible()
})
