import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Batch, BatchItem, BatchTry } from '@/lib/api/types'
import { answers, listOf } from '@/testing/answers'
import { everyday, someoneElsesIban } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const good: BatchItem = {
  position: 1,
  status: 'posted',
  from_account: everyday.number,
  to_account: someoneElsesIban,
  amount: '10.00',
  reference: 'Salary',
  transfer_id: null,
  code: null,
  detail: null,
}
const bad: BatchItem = { ...good, position: 2, status: 'refused', code: 'account_not_found', detail: 'There is no such account.' }
const tried: BatchTry = {
  status: 'partly_posted',
  mode: 'best_effort',
  dry_run: true,
  count: 2,
  posted: 1,
  refused: 1,
  balances: [{ account: everyday.id, balance: '240.00', available: '240.00' }],
  items: [good, bad],
}
const batch: Batch = {
  id: '01900000-0000-7000-8000-0000000000f9',
  status: 'partly_posted',
  mode: 'best_effort',
  dry_run: false,
  source: 'json',
  reference: '',
  count: 2,
  posted: 1,
  refused: 1,
  created_at: '2026-11-21T10:00:00Z',
}
const transfers = [
  { from_account: everyday.id, to_account: someoneElsesIban, amount: '10.00' },
  { from_account: everyday.id, to_account: 'DE00', amount: '10.00' },
]

beforeEach(async () => {
  answers('get', 'accounts', listOf([everyday]))
  answers('get', 'transfer-batches', listOf([]))
  await mintToken()
})

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))

it('tries a file out first, and posts it once for a double click', async () => {
  const sent = answers('post', 'transfer-batches', ({ body }) =>
    (body as { dry_run: boolean }).dry_run ? tried : HttpResponse.json({ ...batch, balances: [] }, { status: 201 }),
  )
  answers('get', 'transfer-batches/:id', batch)
  answers('get', 'transfer-batches/:id/items', listOf([{ ...good, transfer_id: '01900000-0000-7000-8000-0000007f3a22' }, bad]))
  openPortal('/batches')
  await press('Try it out')
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose the file with the payments.')
  await userEvent.upload(screen.getByLabelText('File with payments'), new File([JSON.stringify(transfers)], 'salaries.json'))
  await userEvent.selectOptions(screen.getByLabelText('If a payment cannot be made'), 'best_effort')
  await press('Try it out')
  expect(await screen.findByText('A part of it can be posted')).toBeVisible()
  expect(screen.getByText('There is no such account.')).toBeVisible()
  expect(screen.getByText('Then on Everyday ···3000').parentElement).toHaveTextContent('€240.00 available')
  await userEvent.dblClick(screen.getByRole('button', { name: 'Post 1 payments' }))
  expect(await screen.findByText('The batch is posted.')).toBeVisible()
  expect(await screen.findByText('1 of 2 posted, 1 refused')).toBeVisible()
  expect(await screen.findByRole('link', { name: '007F-3A22' })).toBeVisible()
  expect(sent.map(({ body }) => (body as { dry_run: boolean }).dry_run)).toEqual([true, false])
  expect(sent[1]?.body).toEqual({ transfers, mode: 'best_effort', dry_run: false })
  expect(sent[1]?.key).not.toBe(sent[0]?.key)
})

it('offers nothing to post where nothing could be', async () => {
  answers('post', 'transfer-batches', { ...tried, status: 'refused', posted: 0, refused: 2, items: [bad], balances: [] })
  openPortal('/batches')
  await userEvent.upload(await screen.findByLabelText('File with payments'), new File(['<Document/>'], 'pain.xml'))
  await press('Try it out')
  expect(await screen.findByText('Nothing of it would be posted')).toBeVisible()
  expect(screen.queryByRole('button', { name: /^Post/ })).toBeNull()
  await press('Choose another file')
  expect(await screen.findByLabelText('File with payments')).toBeVisible()
})
