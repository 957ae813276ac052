import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { AccountType, Erasure } from '@/lib/api/types'
import { answers, listOf } from '@/testing/answers'
import { ada } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const preview: Erasure = {
  customer: ada.id,
  is_possible: false,
  obstacles: ['accounts_open'],
  possible_from: null,
  goes: { details: 1, addresses: 2, documents: 0 },
  stays: { accounts_without_a_name: 1 },
  elsewhere: [],
}
const edit = {
  id: 'e1',
  action: 'customer.update',
  actor: ada.id,
  reason: '',
  happened_at: '2026-11-21T10:00:00Z',
  request_id: 'r1',
  changes: [{ field: 'occupation', before: 'Engineer', after: 'Gardener', hidden: false }],
}

beforeEach(async () => {
  answers('get', 'customers/:id/edits', listOf([edit]))
  await mintToken()
})

it('says what would be forgotten, what stays and what stands in the way', async () => {
  answers('get', 'customers/:id/erasure', preview)
  openPortal('/profile/data')
  const panel = within(await screen.findByRole('region', { name: 'Being forgotten' }))
  expect(await panel.findByText('You still have an account. Close it first.')).toBeVisible()
  expect(panel.getByText('Addresses: 2')).toBeVisible()
  expect(panel.getByText('Accounts, without your name: 1')).toBeVisible()
  expect(panel.queryByText(/Identity documents/)).toBeNull()
  expect(panel.queryByRole('button')).toBeNull()
  expect(screen.getByText('Occupation: Engineer, now Gardener')).toBeVisible()
})

it('asks to be forgotten only when it is meant', async () => {
  answers('get', 'customers/:id/erasure', { ...preview, is_possible: true, obstacles: [] })
  const asked = answers('post', 'customers/:id/erasure', () => HttpResponse.json({ status: 'waiting_for_approval', approval: {} }, { status: 202 }))
  openPortal('/profile/data')
  const button = await screen.findByRole('button', { name: 'Ask to be forgotten' })
  await userEvent.click(button)
  expect(await screen.findByRole('alert')).toHaveTextContent('Say in a few words why.')
  expect(asked).toHaveLength(0)
  await userEvent.type(screen.getByLabelText('Why'), 'I moved away')
  await userEvent.click(screen.getByRole('checkbox'))
  await userEvent.click(button)
  expect(await screen.findByText(/We have your request/)).toBeVisible()
  expect(asked[0]?.body).toEqual({ reason: 'I moved away' })
})

it('stands the products side by side, with what they cost', async () => {
  const type: AccountType = {
    id: 't1',
    code: 'CUR',
    name: 'Everyday',
    description: '',
    kind: 'current',
    currency: 'EUR',
    minimum_opening: '0.00',
    minimum_balance: '0.00',
    overdraft_limit: '500.00',
    interest_plan: '',
    fees: [{ code: 'm', kind: 'maintenance', amount: '2.50', when: 'monthly' }],
    limit_transfer: null,
    limit_day: '1000.00',
    limit_week: null,
    limit_month: null,
    term_months: null,
    is_offered: true,
    needs_approval: false,
  }
  answers('get', 'account-types', listOf([type, { ...type, id: 't2', code: 'SAV', name: 'Saver', fees: [], needs_approval: true }]))
  answers('get', 'interest-rates', listOf([]))
  answers('get', 'fees', listOf([{ product: 'CUR', kind: 'maintenance', code: 'm', when: 'monthly', currency: 'EUR', amount: '2.50', from_date: '2026-01-01' }]))
  openPortal('/accounts/compare')
  const table = within(await screen.findByRole('table', { name: 'The terms of each account' }))
  expect(table.getByRole('row', { name: 'Overdraft €500.00 €500.00' })).toBeVisible()
  expect(table.getByRole('row', { name: 'Fees Account: €2.50 a month None' })).toBeVisible()
  expect(table.getByRole('row', { name: 'Opened At once After we have looked at it' })).toBeVisible()
  expect(await screen.findByText('Since 1 Jan 2026')).toBeVisible()
})
