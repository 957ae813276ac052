import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { server } from '@/testing/server'
import { api, unwrap } from './client'
import { mintToken } from './session'
import { stepUp } from './step-up'

interface Sent {
  key: string | null
  approval: string | null
  body: unknown
}

const challenge = { operation: 'transfer', facts: { amount: '2500.00', to_account: 'DE02' } }
const body = { from_account: 'a', to_account: 'DE02', amount: '2500.00', currency: 'EUR' }
let sent: Sent[] = []

beforeEach(async () => {
  sent = []
  server.use(
    http.post('*/api/v1/transfers', async ({ request }) => {
      const approval = request.headers.get('Step-Up')
      sent.push({ key: request.headers.get('Idempotency-Key'), approval, body: await request.json() })
      if (approval) return HttpResponse.json({ id: 't' }, { status: 201 })
      return HttpResponse.json({ code: 'step_up_required', status: 403, step_up: challenge }, { status: 403 })
    }),
  )
  await mintToken()
})

const transfer = () => unwrap(api.POST('/api/v1/transfers', { params: { header: { 'Idempotency-Key': 'k1' } }, body }))

it('sends the same request again, with the same key and the approval', async () => {
  const stop = stepUp.subscribe(() => {
    if (stepUp.current()) stepUp.answer('approved')
  })
  await transfer()
  stop()
  expect(sent).toEqual([
    { key: 'k1', approval: null, body },
    { key: 'k1', approval: 'approved', body },
  ])
})

it('lets the refusal stand when the person closes the dialog', async () => {
  const stop = stepUp.subscribe(() => {
    if (stepUp.current()) stepUp.answer(null)
  })
  await expect(transfer()).rejects.toMatchObject({ status: 403, code: 'step_up_required' })
  stop()
  expect(sent).toHaveLength(1)
})

it('asks one question at a time', async () => {
  const asked: unknown[] = []
  const stop = stepUp.subscribe(() => {
    const question = stepUp.current()
    if (question && !asked.includes(question)) asked.push(question)
  })
  const both = Promise.all([stepUp.ask(challenge), stepUp.ask({ operation: 'add_payee', facts: {} })])
  expect(asked).toHaveLength(1)
  stepUp.answer('first')
  expect(asked).toHaveLength(2)
  stepUp.answer(null)
  expect(await both).toEqual(['first', null])
  stop()
})
