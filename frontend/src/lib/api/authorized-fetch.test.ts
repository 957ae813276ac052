import { delay, http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { server } from '@/testing/server'
import { api, unwrap } from './client'
import { NoAnswer } from './problem'
import { mintToken, session } from './session'

/** A bank whose tokens expire when told to; it counts how often a token was asked for. */
function bankWithExpiringTokens() {
  const bank = { minted: 0, served: 0, valid: '' }
  server.use(
    http.post('*/api/v1/auth/token', async () => {
      await delay(20)
      bank.minted += 1
      bank.valid = `token-${String(bank.minted)}`
      return HttpResponse.json({ access_token: bank.valid, expires_in: 300 })
    }),
    http.get('*/api/v1/customers/me', ({ request }) => {
      if (request.headers.get('Authorization') !== `Bearer ${bank.valid}`) {
        return HttpResponse.json({ code: 'not_authenticated', status: 401 }, { status: 401 })
      }
      bank.served += 1
      return HttpResponse.json({ id: 'c', given_name: 'Ada', family_name: 'Lovelace', status: 'active' })
    }),
  )
  return bank
}

const getMe = () => unwrap(api.GET('/api/v1/customers/me'))

it('takes one token for five callers who are refused at the same time, and serves them all', async () => {
  const bank = bankWithExpiringTokens()
  await mintToken()
  bank.valid = 'rotated away'

  await Promise.all([getMe(), getMe(), getMe(), getMe(), getMe()])

  expect(bank).toMatchObject({ minted: 2, served: 5 })
})

it('takes one token for five callers at the start', async () => {
  const bank = bankWithExpiringTokens()
  await Promise.all([getMe(), getMe(), getMe(), getMe(), getMe()])
  expect(bank).toMatchObject({ minted: 1, served: 5 })
})

it('tries once more, not for ever, and then signs out', async () => {
  let minted = 0
  server.use(
    http.post('*/api/v1/auth/token', () => {
      minted += 1
      return new HttpResponse(null, { status: 401 })
    }),
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ code: 'not_authenticated' }, { status: 401 })),
  )
  await expect(getMe()).rejects.toMatchObject({ status: 401, code: 'not_authenticated' })
  expect(session.status()).toBe('out')
  expect(minted).toBeLessThanOrEqual(2)
})

it('keeps a signed-in person signed in through an outage', async () => {
  await mintToken()
  server.use(http.post('*/api/v1/auth/token', () => HttpResponse.error()))
  await expect(mintToken()).rejects.toThrow()
  expect(session.status()).toBe('in')
})

it('tells "no answer" from "the bank said no"', async () => {
  server.use(http.get('*/api/v1/customers/me', () => HttpResponse.error()))
  await expect(getMe()).rejects.toBeInstanceOf(NoAnswer)
})

it('never puts the token where it outlives the page', async () => {
  await mintToken()
  expect(JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie).not.toContain('token-1')
})
