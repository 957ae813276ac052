import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import type { Interest, InterestDay, InterestMonth } from '@/lib/api/types'
import { answers, listOf, refusal } from '@/testing/answers'
import { savings } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const month: InterestMonth = {
  month: '2026-10',
  days: 31,
  average_balance: '1000.00',
  accrued: '1.70',
  accrued_exact: '1.69863013698',
  owed: '0.00',
  credited: '1.70',
  tax: '0.00',
  charged: '0.00',
  annual_yield_earned: '2.02',
}
const interest: Interest = {
  account: savings.id,
  currency: 'EUR',
  account_type: 'SAV',
  annual_rate: '2.0000',
  rate_since: '2026-05-03',
  annual_yield: '2.02',
  annual_yield_earned: '2.02',
  accrued: '1.10',
  accrued_exact: '1.09589041096',
  owed: '0.00',
  accrued_through: '2026-11-20',
  next_credit_date: '2026-12-01',
  months: [month, { ...month, month: '2026-09', accrued: '0.50' }],
}
const day: InterestDay = {
  date: '2026-10-31',
  balance: '1000.00',
  joined: '0.00000000000',
  rate: 'r1',
  annual_rate: '2.0000',
  day_count: 'act_365f',
  fraction: '1/365',
  accrued: '0.05479452055',
  charged: '0.00000000000',
  formula: '1000.00 * 2.0000 % * 1/365 = 0.05479452055',
  corrections: [{ business_date: '2026-11-02', balance: '900.00', accrued: '-0.00547945205', charged: '0.00000000000' }],
  uncredited: '1.64383561650',
  credited: '1.70',
  tax: '0.00',
  transfer: '01900000-0000-7000-8000-0000007f3a22',
}
const page = `/accounts/${savings.id}/interest`

beforeEach(async () => {
  answers('get', 'accounts/:id', savings)
  answers('get', 'interest', interest)
  answers('get', 'interest-rates', listOf([]))
  await mintToken()
})

it('says what is earned, to the last digit, when it comes and at which rate since when', async () => {
  openPortal(page)
  const panel = within(await screen.findByRole('region', { name: 'Earned and not credited yet' }))
  for (const words of ['€1.10', '1.09589041096 EUR', '1 Dec 2026', '2 % a year, since 3 May 2026']) {
    expect(panel.getByText(words)).toBeVisible()
  }
})

it('draws the months under a title that says what they show, with their table', async () => {
  openPortal(page)
  const words = '€2.20 earned, most in October 2026: €1.70'
  expect(await screen.findByRole('img', { name: words })).toBeVisible()
  const table = within(screen.getByRole('table', { name: 'Interest by month' }))
  expect(table.getAllByRole('row')).toHaveLength(3)
  expect(table.getByRole('link', { name: 'October 2026 day by day' })).toHaveAttribute('href', `${page}/days?month=2026-10`)
})

it('works out what an amount would earn, and says what is missing first', async () => {
  answers('get', 'interest-projections', {
    account_type: 'SAV',
    currency: 'EUR',
    amount: '5000.00',
    days: 365,
    interest: '100.00',
    interest_exact: '100.00000000000',
    tax: '0.00',
    balance: '5100.00',
    annual_yield: '2.00',
    credits: [{ date: '2027-11-21', credited: '100.00', tax: '0.00', balance: '5100.00' }],
  })
  openPortal(page)
  const button = await screen.findByRole('button', { name: 'Work it out' })
  await userEvent.clear(screen.getByLabelText('For how many days'))
  await userEvent.click(button)
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter an amount.')
  expect(screen.getByRole('alert')).toHaveTextContent('from 1 to 3660')
  await userEvent.type(screen.getByLabelText('Amount in EUR'), '5,000')
  await userEvent.type(screen.getByLabelText('For how many days'), '365')
  await userEvent.click(button)
  const result = await screen.findByRole('region', { name: 'What it would earn' })
  expect(result).toHaveTextContent('In 365 days it earns €100.00. The balance is then €5,100.00.')
})

it('explains each day with its formula, what was corrected and what was booked', async () => {
  answers('get', 'interest/explain', { account: savings.id, currency: 'EUR', days: [day] })
  openPortal(`${page}/days?month=2026-10`)
  expect(await screen.findByRole('heading', { level: 1, name: 'Interest in October 2026' })).toBeVisible()
  expect(await screen.findByText(day.formula)).toBeVisible()
  expect(screen.getByText(/Corrected on 2 Nov 2026 by \u22120.00547945205 EUR/)).toBeVisible()
  expect(screen.getByRole('link', { name: '007F-3A22' })).toHaveAttribute('href', `/transfers/${String(day.transfer)}`)
})

it('never shows a zero in place of interest that could not be read', async () => {
  answers('get', 'interest', () => refusal(503, 'service_unavailable'))
  openPortal(page)
  expect(await screen.findByText('The interest is not available')).toBeVisible()
})
