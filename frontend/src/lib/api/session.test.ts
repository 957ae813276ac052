import { delay, http, HttpResponse } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { server } from '@/testing/server'
import { announceSignOut, followOtherTabs } from './other-tabs'
import { mintToken, renewToken, session } from './session'

let asked: string[] = []

/** A bank whose refresh cookie works or not, with a session cookie that works or not. */
function bank({ refresh = 200, token = 200 }) {
  const answer = (name: string, status: number) => async () => {
    asked.push(name)
    await delay(10)
    if (status !== 200) return new HttpResponse(null, { status })
    return HttpResponse.json({ access_token: name, expires_in: 300, idle_seconds: 300, session_expires_at: '2026-11-21T22:00:00Z' })
  }
  server.use(http.post('*/api/v1/auth/refresh', answer('refresh', refresh)), http.post('*/api/v1/auth/token', answer('token', token)))
}

beforeEach(() => {
  asked = []
})

it('renews once for callers at the same time', async () => {
  bank({})
  await Promise.all([renewToken(), renewToken(), renewToken()])
  expect(asked).toEqual(['refresh'])
})

it('never shares a renewal with a sign-in, and never runs both at once', async () => {
  bank({})
  await Promise.all([renewToken(), mintToken()])
  expect(asked).toEqual(['refresh', 'token'])
  expect(session.token()).toBe('token')
})

it('falls back on the session cookie when a refresh cookie got lost on its way', async () => {
  bank({ refresh: 401 })
  expect(await renewToken()).toBe('token')
  expect(asked).toEqual(['refresh', 'token'])
})

it('knows how long the session may live', async () => {
  bank({})
  await renewToken()
  expect(session.limits()).toMatchObject({ idleSeconds: 300, endsAt: Date.parse('2026-11-21T22:00:00Z') })
  session.end()
  expect(session.limits().idleSeconds).toBeNull()
})

it('says that the session has ended to somebody who was in, and nothing to a stranger', async () => {
  bank({})
  await renewToken()
  bank({ refresh: 401, token: 401 })
  await renewToken()
  expect(session.whyOut()).toBe('expired')
  session.end('idle')
  await renewToken()
  expect(session.whyOut()).toBe('idle')
})

it('leaves when another tab has left, for the same reason', async () => {
  bank({})
  await renewToken()
  followOtherTabs()
  const left = new Promise<void>((resolve) => {
    const stop = session.subscribe(() => {
      stop()
      resolve()
    })
  })
  announceSignOut('limit')
  await left
  expect(session.status()).toBe('out')
  expect(session.whyOut()).toBe('limit')
})
