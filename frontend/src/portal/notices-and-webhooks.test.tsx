import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Delivery, Notice, Preference, Webhook } from '@/lib/api/types'
import { answers, listOf, refusal } from '@/testing/answers'
import { openPortal } from '@/testing/portal'

const transfer = '01900000-0000-7000-8000-0000007f3a22'
const arrived: Notice = {
  id: '01900000-0000-7000-8000-0000000000c1',
  kind: 'money_in',
  subject: 'money_in',
  title: '25.00 EUR arrived',
  text: '25.00 EUR arrived on your account …3000.',
  facts: { transfer },
  happened_at: '2026-11-21T10:00:00Z',
  read_at: null,
}
const inbox = (notice: Notice, unread: number) => ({ results: [notice], next: null, previous: null, unread })
const money: Preference = { event: 'money_in', label: 'Money arrives', email: true, in_app: true, sms: false, locked: [] }
const security: Preference = { ...money, event: 'security', label: 'Your sign-in is changed', locked: ['email', 'in_app'] }
const webhook: Webhook = {
  id: '01900000-0000-7000-8000-0000000000c2',
  url: 'https://example.org/bank',
  description: 'Bookkeeping',
  events: ['transfer.posted'],
  status: 'active',
  disabled_by: '',
  key_id: 'k1',
  created_at: '2026-11-21T10:00:00Z',
}
const missed: Delivery = {
  id: '01900000-0000-7000-8000-0000000000c3',
  event_id: '01900000-0000-7000-8000-0000000000c4',
  event: 'transfer.posted',
  status: 'failed',
  attempts: 3,
  response_code: 500,
  failure: '',
  created_at: '2026-11-21T10:00:00Z',
  last_try_at: null,
  next_try_at: null,
  delivered_at: null,
}

beforeEach(mintToken)

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

it('counts what is unread beside the bell, and reads it once', async () => {
  answers('get', 'notifications', inbox(arrived, 1))
  const read = answers('post', 'notifications/:id/read', () => {
    answers('get', 'notifications', inbox({ ...arrived, read_at: '2026-11-21T11:00:00Z' }, 0))
    return { ...arrived, read_at: '2026-11-21T11:00:00Z' }
  })
  openPortal('/notifications')
  expect(await screen.findByRole('link', { name: 'Notifications, 1 unread' })).toBeVisible()
  expect(screen.getByRole('link', { name: /See the movement/ })).toHaveAttribute('href', `/transfers/${transfer}`)
  await press(/Mark as read/)
  expect(await screen.findByText('Nothing is unread.')).toBeVisible()
  expect(screen.queryByRole('button', { name: /Mark as read/ })).toBeNull()
  expect(read).toHaveLength(1)
})

it('switches one way of hearing off, and leaves what protects the sign-in', async () => {
  answers('get', 'notification-preferences', { results: [money, security] })
  const sent = answers('put', 'notification-preferences', { results: [{ ...money, email: false }, security] })
  openPortal('/settings/notifications')
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Money arrives: E-mail' }))
  await waitFor(() => {
    expect(screen.getByRole('checkbox', { name: 'Money arrives: E-mail' })).not.toBeChecked()
  })
  expect(sent[0]?.body).toEqual({ preferences: [{ event: 'money_in', email: false }] })
  expect(screen.getByRole('checkbox', { name: 'Your sign-in is changed: E-mail' })).toBeDisabled()
})

it('shows the secret of a new webhook once', async () => {
  answers('get', 'webhooks', listOf([]))
  const sent = answers('post', 'webhooks', () => {
    answers('get', 'webhooks', listOf([webhook]))
    return HttpResponse.json({ ...webhook, secret: 'whsec_abc' }, { status: 201 })
  })
  openPortal('/settings/webhooks')
  await press('Add the webhook')
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter the whole address')
  await userEvent.type(screen.getByLabelText('Address'), webhook.url)
  await userEvent.type(screen.getByLabelText('What it is for (optional)'), 'Bookkeeping')
  await userEvent.click(screen.getByRole('checkbox', { name: 'A statement is ready' }))
  await press('Add the webhook')
  expect(await screen.findByText('whsec_abc')).toBeVisible()
  expect(sent[0]?.body).toEqual({ url: webhook.url, description: 'Bookkeeping', events: ['transfer.posted', 'statement.ready'] })
  expect(await screen.findByRole('link', { name: 'Bookkeeping' })).toBeVisible()
})

it('says why the bank does not take an address', async () => {
  answers('get', 'webhooks', listOf([]))
  answers('post', 'webhooks', () => refusal(422, 'webhook_url_refused', { errors: { url: [{ code: 'webhook_url_refused', message: 'This address is not public.' }] } }))
  openPortal('/settings/webhooks')
  await userEvent.type(await screen.findByLabelText('Address'), 'https://localhost/')
  await press('Add the webhook')
  expect(await screen.findByRole('alert')).toHaveTextContent('This address is not public.')
})

it('posts a message again, gives a new secret, and deletes only when asked twice', async () => {
  answers('get', 'webhooks/:id', webhook)
  answers('get', 'webhooks', listOf([]))
  answers('get', 'webhooks/:id/deliveries', listOf([missed]))
  const again = answers('post', 'webhooks/:id/deliveries/:delivery/redeliver', () => HttpResponse.json({ ...missed, status: 'waiting' }, { status: 202 }))
  answers('post', 'webhooks/:id/rotate-secret', { ...webhook, key_id: 'k2', secret: 'whsec_new' })
  const deleted = answers('delete', 'webhooks/:id', () => new HttpResponse(null, { status: 204 }))
  const router = openPortal(`/settings/webhooks/${webhook.id}`)
  expect(await screen.findByText('Answered 500, tried 3 times')).toBeVisible()
  await press(/Post again/)
  await waitFor(() => {
    expect(again).toHaveLength(1)
  })
  await press('New secret')
  await press('Make a new secret')
  expect(await screen.findByText('whsec_new')).toBeVisible()
  await press('Delete')
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete this webhook?' }))
  expect(deleted).toHaveLength(0)
  await userEvent.click(dialog.getByRole('button', { name: 'Delete it for good' }))
  await waitFor(() => {
    expect(router.state.location.pathname).toBe('/settings/webhooks')
  })
  expect(deleted).toHaveLength(1)
})
