import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Statement, StatementFile } from '@/lib/api/types'
import * as saving from '@/lib/save-file'
import { answers, listOf, refusal } from '@/testing/answers'
import { everyday, savings } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const hash = 'ab'.repeat(32)
const pdf: StatementFile = { format: 'pdf', status: 'ready', percent: 100, sha256: hash, size: 20_000, made_at: '2026-11-01T00:10:00Z' }

function makeStatement(changes: Partial<Statement> = {}): Statement {
  return {
    id: '01900000-0000-7000-8000-0000000000e1',
    account: everyday.id,
    number: everyday.number,
    title: 'Ada Lovelace',
    bank: { name: 'BankingSystem', bic: 'BANKDEFFXXX' },
    currency: 'EUR',
    from_date: '2026-10-01',
    to_date: '2026-10-31',
    opening_balance: '100.00',
    closing_balance: '250.00',
    line_count: 3,
    money_in: '200.00',
    money_out: '50.00',
    fees: [{ name: 'Account', count: 1, amount: '2.50' }],
    fees_total: '2.50',
    interest: '0.35',
    tax: '0.00',
    days: 31,
    average_balance: '180.00',
    apy_earned: '1.25',
    is_monthly: true,
    created_at: '2026-11-01T00:10:00Z',
    files: [],
    ...changes,
  }
}

const october = makeStatement()
const page = `/statements/${october.id}`

beforeEach(async () => {
  answers('get', 'accounts', listOf([everyday, savings]))
  answers('get', 'statements', listOf([october]))
  answers('get', 'statements/:id', () => october)
  await mintToken()
})

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

it('lists what was made under its year, and of one account when asked', async () => {
  const router = openPortal('/statements')
  expect(await screen.findByRole('link', { name: 'October 2026' })).toHaveAttribute('href', page)
  expect(screen.getByRole('heading', { level: 3, name: '2026' })).toBeVisible()
  await userEvent.selectOptions(screen.getByLabelText('Of the account'), savings.id)
  expect(router.state.location.search).toBe(`?account=${savings.id}`)
})

it('asks for days that are over, and downloads the file that was chosen once', async () => {
  const saved = vi.spyOn(saving, 'saveFile').mockImplementation(() => undefined)
  const made = answers('post', 'statements', () => HttpResponse.json(october, { status: 201 }))
  const files = answers('get', 'statements/:id/content', () =>
    new HttpResponse('a;b', { headers: { 'Content-Disposition': 'attachment; filename="statement.csv"' } }),
  )
  openPortal('/statements')
  await userEvent.selectOptions(await screen.findByLabelText('Account'), everyday.id)
  await userEvent.selectOptions(screen.getByLabelText('Period'), 'other')
  await press('Make the statement')
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose the first day.')
  await userEvent.type(screen.getByLabelText('First day'), '2026-10-01')
  await userEvent.type(screen.getByLabelText('Last day'), '2026-10-31')
  await userEvent.selectOptions(screen.getByLabelText('Format'), 'csv')
  await press('Make the statement')
  expect(await screen.findByRole('heading', { level: 1, name: 'Statement, October 2026' })).toBeVisible()
  await waitFor(() => {
    expect(saved).toHaveBeenCalledWith(expect.anything(), 'statement.csv')
  })
  expect(made[0]?.body).toEqual({ account: everyday.id, from: '2026-10-01', to: '2026-10-31' })
  expect(files).toHaveLength(1)
})

it('says why the bank makes no statement', async () => {
  answers('post', 'statements', () => refusal(422, 'period_not_over', { errors: { to: [{ code: 'period_not_over', message: 'The period is not over.' }] } }))
  openPortal('/statements')
  await userEvent.selectOptions(await screen.findByLabelText('Account'), everyday.id)
  await press('Make the statement')
  expect(await screen.findByRole('alert')).toHaveTextContent('The period is not over.')
})

it('shows what it comes to, and the hash of each file', async () => {
  answers('get', 'statements/:id', () => makeStatement({ files: [pdf] }))
  openPortal(page)
  expect(await screen.findByText(hash)).toBeVisible()
  const sums = within(screen.getByRole('region', { name: 'Statement' }))
  for (const words of ['€250.00 on 31 Oct 2026', '€2.50 (1 ×)', '1.25\u00a0%', '€0.35']) {
    expect(sums.getByText((_, element) => element?.tagName === 'DD' && element.textContent === words)).toBeVisible()
  }
})

it('waits while a long file is made, and says how far it is', async () => {
  const saved = vi.spyOn(saving, 'saveFile').mockImplementation(() => undefined)
  answers('get', 'statements/:id/content', (_, count) =>
    count < 2
      ? HttpResponse.json({ ...pdf, status: 'making', percent: 40, sha256: null, size: null, made_at: null }, { status: 202 })
      : new HttpResponse('%PDF'),
  )
  openPortal(page)
  await press('Download PDF')
  expect(await screen.findByText('40% made')).toBeVisible()
  await waitFor(() => {
    expect(saved).toHaveBeenCalledOnce()
  })
})

it('has a file that failed made again', async () => {
  const saved = vi.spyOn(saving, 'saveFile').mockImplementation(() => undefined)
  const failed: StatementFile = { ...pdf, status: 'failed', sha256: null, size: null, made_at: null }
  answers('get', 'statements/:id', () => makeStatement({ files: [failed] }))
  const again = answers('post', 'statements/:id/retry', (_, count) =>
    count === 1 ? refusal(409, 'statement_file_refused', { detail: 'The file did not pass.' }) : HttpResponse.json({ ...failed, status: 'making' }, { status: 202 }),
  )
  answers('get', 'statements/:id/content', () => new HttpResponse('%PDF'))
  openPortal(page)
  expect(await screen.findByText('Could not be made')).toBeVisible()
  await press('Try again PDF')
  expect(await screen.findByRole('alert')).toHaveTextContent('The file did not pass.')
  expect(saved).not.toHaveBeenCalled()
  await press('Try again PDF')
  await waitFor(() => {
    expect(saved).toHaveBeenCalledOnce()
  })
  expect(again.map(({ body }) => body)).toEqual([{ format: 'pdf' }, { format: 'pdf' }])
})

it('checks a file by its hash alone', async () => {
  const asked = answers('post', 'statements/verify', (_, count) =>
    count === 1
      ? { issued: true, statement: { id: october.id, number: everyday.number, from_date: '2026-10-01', to_date: '2026-10-31', format: 'pdf', size: 3, made_at: '2026-11-01T00:10:00Z' } }
      : { issued: false, statement: null },
  )
  openPortal('/statements/check')
  await userEvent.upload(await screen.findByLabelText('The file'), new File(['abc'], 'october.pdf'))
  await press('Check it')
  expect(await screen.findByText('We issued exactly this file')).toBeVisible()
  expect(asked[0]?.body).toEqual({ sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' })
  const field = screen.getByLabelText('Or its SHA-256')
  await userEvent.clear(field)
  await userEvent.type(field, '12')
  await press('Check it')
  expect(await screen.findByRole('alert')).toHaveTextContent('64 characters')
  await userEvent.clear(field)
  await userEvent.type(field, 'CD'.repeat(32))
  await press('Check it')
  expect(await screen.findByText('We did not issue this file')).toBeVisible()
  expect(asked[1]?.body).toEqual({ sha256: 'cd'.repeat(32) })
})

it('has no page for somebody else’s statement', async () => {
  answers('get', 'statements/:id', () => refusal(404, 'statement_not_found'))
  openPortal(page)
  expect(await screen.findByRole('heading', { name: 'We could not find this statement' })).toBeVisible()
})
