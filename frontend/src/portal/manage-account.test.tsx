import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Account } from '@/lib/api/types'
import { answers, listOf, refusal } from '@/testing/answers'
import { ada, makeAccount } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const freeze = { id: 'f1', scope: 'debits', by: 'customer', reason: 'Lost my phone', placed_at: '2026-11-21T10:00:00Z' } as const
const grace = '01900000-0000-7000-8000-0000000000e1'

const invitation = {
  id: 'i1',
  account: 'a9',
  number: 'DE75512108001245126199',
  title: 'Grace Hopper',
  customer: ada.id,
  access: 'joint',
  invited_by: grace,
  expires_at: '2026-12-01T10:00:00Z',
}

let account: Account = makeAccount()
const page = `/accounts/${account.id}`

function openManage(changes: Partial<Account> = {}) {
  account = makeAccount(changes)
  openPortal(`${page}/manage`)
}

beforeEach(async () => {
  account = makeAccount()
  answers('get', 'accounts', () => listOf([account]))
  answers('get', 'accounts/:id', () => account)
  answers('get', 'accounts/:id/holders', listOf([{ customer: ada.id, name: 'Ada Lovelace', access: 'owner' }]))
  answers('get', 'accounts/:id/edits', listOf([]))
  answers('get', 'transactions', listOf([]))
  answers('get', 'interest-rates', listOf([]))
  await mintToken()
})

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

it('changes the nickname alone, and says what changed', async () => {
  const sent = answers('patch', 'accounts/:id', () => {
    account = makeAccount({ nickname: 'Household' })
    answers('get', 'accounts/:id/edits', listOf([
      {
        id: 'e1',
        action: 'account.update',
        actor: ada.id,
        reason: '',
        happened_at: '2026-11-21T10:00:00Z',
        request_id: 'r',
        changes: [{ field: 'nickname', before: '', after: 'Household', hidden: false }],
      },
    ]))
    return account
  })
  openManage()
  expect(await screen.findByText('Nothing was changed yet.')).toBeVisible()
  await userEvent.type(screen.getByLabelText('Nickname'), 'Household')
  await press('Save')
  expect(await screen.findByText('Saved.')).toBeVisible()
  expect(sent[0]?.body).toEqual({ nickname: 'Household' })
  expect(await screen.findByText('Nickname: none, now Household')).toBeVisible()
  expect(screen.getByText(/, by you$/)).toBeVisible()
})

it('freezes payments with a reason, and lifts that freeze', async () => {
  const frozen = answers('post', 'accounts/:id/freeze', () => (account = makeAccount({ status: 'credits_only', freezes: [freeze] })))
  const lifted = answers('post', 'accounts/:id/unfreeze', () => (account = makeAccount()))
  openManage()
  await userEvent.type(await screen.findByLabelText('Why (optional)'), 'Lost my phone')
  await press('Freeze payments')
  expect(await screen.findByText(/Lost my phone/)).toBeVisible()
  await press('Lift the freeze')
  expect(await screen.findByRole('button', { name: 'Freeze payments' })).toBeVisible()
  expect(frozen[0]?.body).toEqual({ scope: 'debits', reason: 'Lost my phone' })
  expect(lifted[0]?.body).toMatchObject({ freeze: 'f1' })
})

it('says what the bank stopped, and cannot lift that', async () => {
  openManage({ status: 'frozen', freezes: [{ ...freeze, by: 'bank', scope: 'all', reason: '' }] })
  expect(await screen.findByText(/Only the bank can lift that/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Lift the freeze' })).toBeNull()
})

it('gives a right to a customer number, and says when nobody has it', async () => {
  const sent = answers('post', 'accounts/:id/holders', (_, count) =>
    count === 1
      ? refusal(404, 'customer_not_found')
      : HttpResponse.json({ status: 'waiting_for_acceptance', invitation }, { status: 202 }),
  )
  openManage()
  await userEvent.click(await screen.findByText('Let somebody else hold it'))
  await userEvent.type(screen.getByLabelText('Their customer number'), 'Grace')
  await press('Give this right')
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter the customer number')
  await userEvent.clear(screen.getByLabelText('Their customer number'))
  await userEvent.type(screen.getByLabelText('Their customer number'), grace.toUpperCase())
  await userEvent.selectOptions(screen.getByLabelText('What they may do'), 'May look')
  await press('Give this right')
  expect(await screen.findByText('Nobody has this customer number. Ask them to copy it from their profile.', { selector: 'p' })).toBeVisible()
  await press('Give this right')
  expect(await screen.findByText('Offered. They hold it once they accept, in their portal.')).toBeVisible()
  expect(sent[0]?.body).toEqual({ customer: grace, access: 'view' })
})

it('accepts a right that somebody offers, and declines another', async () => {
  const theirs = { ...invitation, id: 'i3', customer: grace, title: 'Offered by me' }
  let open = [invitation, { ...invitation, id: 'i2', title: 'A Stranger' }, theirs]
  const answer = (status: number) => (asked: { path: string }) => {
    open = open.filter(({ id }) => !asked.path.includes(id))
    return status === 204 ? new HttpResponse(null, { status }) : HttpResponse.json(makeAccount(), { status })
  }
  answers('get', 'accounts/invitations', () => listOf(open))
  const accepted = answers('post', 'accounts/invitations/:id/accept', answer(200))
  const declined = answers('delete', 'accounts/invitations/:id', answer(204))
  openPortal('/accounts')
  await press('Accept Grace Hopper')
  await press('Decline A Stranger')
  await waitFor(() => {
    expect(screen.queryByRole('region', { name: 'Offered to you' })).toBeNull()
  })
  expect(accepted[0]?.path).toBe('/api/v1/accounts/invitations/i1/accept')
  expect(declined[0]?.path).toBe('/api/v1/accounts/invitations/i2')
})

it('takes a right away only when asked twice; the last owner stays', async () => {
  answers('get', 'accounts/:id/holders', listOf([
    { customer: ada.id, name: 'Ada Lovelace', access: 'owner' },
    { customer: grace, name: 'Grace Hopper', access: 'joint' },
  ]))
  const removed = answers('delete', 'accounts/:id/holders/:person', () => new HttpResponse(null, { status: 204 }))
  openManage()
  await press('Remove Grace Hopper')
  expect(screen.queryByRole('button', { name: 'Give up my right' })).toBeNull()
  expect(removed).toHaveLength(0)
  await userEvent.click(within(await screen.findByRole('dialog', { name: 'Remove Grace Hopper?' })).getByRole('button', { name: 'Remove' }))
  expect(removed[0]?.path).toBe(`/api/v1/accounts/${account.id}/holders/${grace}`)
})

it('lets a joint holder give up their right, and then leaves the account', async () => {
  answers('get', 'accounts/:id/holders', listOf([
    { customer: grace, name: 'Grace Hopper', access: 'owner' },
    { customer: ada.id, name: 'Ada Lovelace', access: 'joint' },
  ]))
  answers('delete', 'accounts/:id/holders/:person', () => new HttpResponse(null, { status: 204 }))
  openManage({ access: 'joint' })
  await press('Give up my right')
  expect(screen.queryByRole('region', { name: 'What changed' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Close account' })).toBeNull()
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Give up my right' }))
  expect(await screen.findByRole('heading', { name: 'Accounts', level: 1 })).toBeVisible()
})

it('says of an application that it waits, and offers nothing on it', async () => {
  account = makeAccount({ status: 'applied', number: '', title: '' })
  openPortal(page)
  expect(await screen.findByRole('heading', { name: 'Waiting for the bank' })).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Deposit' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Manage this account' })).toBeNull()
  expect(screen.queryByText('IBAN')).toBeNull()
})

it('uses a dormant account again', async () => {
  account = makeAccount({ status: 'credits_only', dormant_at: '2026-01-01T00:00:00Z' })
  const sent = answers('post', 'accounts/:id/reactivate', () => (account = makeAccount()))
  openPortal(page)
  expect(await screen.findByRole('heading', { name: 'Not used for a long time' })).toBeVisible()
  await press('Use it again')
  expect(await screen.findByRole('link', { name: 'Transfer' })).toBeVisible()
  expect(screen.queryByRole('heading', { name: 'Not used for a long time' })).toBeNull()
  expect(sent).toHaveLength(1)
})

it('shows what is reserved, and the details that others ask for', async () => {
  answers('get', 'holds', listOf([
    {
      id: 'h1',
      status: 'active',
      account: account.id,
      to_account: 'x',
      amount: '50.00',
      captured: '20.00',
      remaining: '30.00',
      currency: 'EUR',
      reason: 'Hotel',
      created_at: '2026-11-20T10:00:00Z',
      expires_at: null,
      ended_at: null,
    },
  ]))
  openPortal(page)
  const reserved = within(await screen.findByRole('region', { name: 'Reserved' }))
  expect(reserved.getByText('Hotel')).toBeVisible()
  expect(reserved.getByText('€30.00')).toBeVisible()
  expect(screen.getByText('BANKDEFFXXX')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy IBAN' })).toBeVisible()
  expect(screen.getByText('20095 Hamburg')).toBeVisible()
})

it('lists how closed accounts ended', async () => {
  answers('get', 'closed-accounts', listOf([
    {
      id: 'c1',
      account: account.id,
      customer: ada.id,
      number: account.number,
      reason: 'customer_request',
      comment: '',
      closed_by: ada.id,
      approved_by: null,
      closed_at: '2026-11-21T10:00:00Z',
      currency: 'EUR',
      balance: '500.00',
      swept_to: 'DE75512108001245126199',
      sweep_transfer: null,
      last_posted_at: null,
      restored_at: null,
      snapshot: {},
    },
  ]))
  openPortal('/accounts/closed')
  expect(await screen.findByText('Closed 21 Nov 2026. You asked for it.')).toBeVisible()
  expect(screen.getByText('€500.00')).toBeVisible()
})
