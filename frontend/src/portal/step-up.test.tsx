import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { everyday, someoneElsesIban } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'
import { server } from '@/testing/server'

interface Sent {
  key: string | null
  approval: string | null
}

let sent: Sent[] = []
let begun: unknown[] = []
let proofs: unknown[] = []

beforeEach(async () => {
  sent = []
  begun = []
  proofs = []
  const party = { id: everyday.id, number: everyday.number, title: everyday.title }
  server.use(
    http.get('*/api/v1/accounts', () => HttpResponse.json({ results: [everyday], next: null, previous: null })),
    http.post<never, Record<string, string>>('*/api/v1/transfers', async ({ request }) => {
      const { amount } = await request.json()
      const approval = request.headers.get('Step-Up')
      sent.push({ key: request.headers.get('Idempotency-Key'), approval })
      if (approval !== `approval for ${String(amount)}`) {
        const step_up = { operation: 'transfer', facts: { amount, to_account: someoneElsesIban } }
        return HttpResponse.json({ code: 'step_up_required', status: 403, step_up }, { status: 403 })
      }
      return HttpResponse.json(
        {
          id: '01900000-0000-7000-8000-0000007f3a22',
          status: 'posted',
          type: 'transfer',
          amount,
          currency: 'EUR',
          note: '',
          posted_at: '2026-11-21T10:00:00Z',
          value_date: '2026-11-21',
          from_account: party,
          to_account: { id: 'x', number: someoneElsesIban, title: 'Grace Hopper' },
          balances: [],
        },
        { status: 201 },
      )
    }),
    http.post<never, { facts: { amount: string } }>('*/api/v1/auth/step-up', async ({ request }) => {
      const body = await request.json()
      begun.push(body)
      return HttpResponse.json(
        { id: `s${String(begun.length)}`, sentence: `Pay ${body.facts.amount} EUR to Grace Hopper`, methods: ['email'], passkey: null, expires_at: '' },
        { status: 201 },
      )
    }),
    http.post<{ id: string }, { code: string }>('*/api/v1/auth/step-up/:id', async ({ request, params }) => {
      const proof = await request.json()
      proofs.push({ id: params.id, ...proof })
      if (proof.code !== '123456') {
        return HttpResponse.json(
          { code: 'factor_wrong', status: 400, errors: { code: [{ code: 'factor_wrong', message: 'Wrong.' }] } },
          { status: 400 },
        )
      }
      const { facts } = begun.at(-1) as { facts: { amount: string } }
      return HttpResponse.json({ approval: `approval for ${facts.amount}`, expires_in: 300 })
    }),
  )
  await mintToken()
})

async function sendTransfer(amount: string) {
  const user = userEvent.setup()
  await user.selectOptions(await screen.findByLabelText('From account'), everyday.id)
  await user.click(screen.getByLabelText('Someone else'))
  await user.clear(screen.getByLabelText('IBAN'))
  await user.type(screen.getByLabelText('IBAN'), someoneElsesIban)
  await user.clear(screen.getByLabelText('Amount in EUR'))
  await user.type(screen.getByLabelText('Amount in EUR'), amount)
  await user.click(screen.getByRole('button', { name: 'Check answers' }))
  await user.click(await screen.findByRole('button', { name: `Send €${amount}` }))
  return user
}

const confirmation = () => screen.findByRole('dialog', { name: 'Confirm it' })

it('shows what will be approved, takes a code, and sends the same payment once more', async () => {
  openPortal('/transfer')
  const user = await sendTransfer('200.00')
  const dialog = within(await confirmation())
  expect(await dialog.findByText('Pay 200.00 EUR to Grace Hopper')).toBeVisible()
  await user.type(dialog.getByLabelText('Code from the e-mail'), '999999')
  await user.click(dialog.getByRole('button', { name: 'Confirm' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('That is not right.')
  await user.clear(dialog.getByLabelText('Code from the e-mail'))
  await user.type(dialog.getByLabelText('Code from the e-mail'), '123456')
  await user.click(dialog.getByRole('button', { name: 'Confirm' }))

  expect(await screen.findByRole('heading', { name: 'Transfer complete' })).toBeVisible()
  expect(sent).toHaveLength(2)
  expect(sent[1]).toEqual({ key: sent[0]?.key, approval: 'approval for 200.00' })
  expect(begun).toHaveLength(1)
  expect(proofs).toHaveLength(2)
})

it('leaves the page as it was when the dialog is closed, and asks anew for another amount', async () => {
  openPortal('/transfer')
  const user = await sendTransfer('200.00')
  const dialog = within(await confirmation())
  await user.click(dialog.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  expect(await screen.findByText('Nothing has moved yet.')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Send €200.00' })).toHaveAttribute('aria-disabled', 'false')

  await user.click(screen.getByRole('link', { name: 'Change amount' }))
  await sendTransfer('150.00')
  expect(await within(await confirmation()).findByText('Pay 150.00 EUR to Grace Hopper')).toBeVisible()
  expect(sent[1]?.key).not.toBe(sent[0]?.key)
  expect(begun).toHaveLength(2)
})
