import { act, fireEvent, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { mintToken, session } from '@/lib/api/session'
import { allauthAnswers } from '@/testing/allauth'
import { openPortal } from '@/testing/portal'
import { server } from '@/testing/server'

let renewed = 0
const limits = { idle_seconds: 300, session_expires_at: '2026-11-21T22:00:00Z' }

beforeEach(async () => {
  renewed = 0
  // The network keeps its own time.
  vi.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00Z'), toFake: ['Date', 'setInterval', 'clearInterval'] })
  server.use(
    http.post('*/api/v1/auth/token', () => HttpResponse.json({ access_token: 'token-1', expires_in: 300, ...limits })),
    http.post('*/api/v1/auth/refresh', () => {
      renewed += 1
      return HttpResponse.json({ access_token: 'token-2', expires_in: 300, ...limits })
    }),
  )
  allauthAnswers('delete', 'auth/session', () => ({ status: 401, body: { status: 401 } }))
  await mintToken()
})

afterEach(() => {
  vi.useRealTimers()
})

const wait = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
const warning = () => screen.queryByRole('alertdialog', { name: 'Are you still there?' })

it('warns a minute before, goes on when asked, and signs out when not', async () => {
  openPortal('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  await wait(235)
  expect(warning()).toBeNull()
  await wait(10)
  expect(warning()).toBeVisible()
  expect(screen.getByRole('timer')).toHaveTextContent(/^0:5\d$/)
  // Only the answer counts now.
  fireEvent.pointerMove(document.body)
  await wait(2)
  expect(warning()).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Stay signed in' }))
  await wait(1)
  expect(warning()).toBeNull()
  await vi.waitFor(() => {
    expect(renewed).toBe(1)
  })

  await wait(305)
  expect(await screen.findByText(/nothing had happened for a while/)).toBeVisible()
  expect(session.status()).toBe('out')
})

it('lets the bank know of somebody who is there and sends nothing', async () => {
  openPortal('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  for (let minute = 0; minute < 6; minute += 1) {
    await wait(59)
    fireEvent.keyDown(document.body)
    await wait(1)
  }
  expect(warning()).toBeNull()
  await vi.waitFor(() => {
    expect(renewed).toBeGreaterThanOrEqual(1)
  })
})

it('counts what somebody does in another tab', async () => {
  openPortal('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  await wait(200)
  localStorage.setItem('bank.active-at', String(Date.now()))
  await wait(100)
  expect(warning()).toBeNull()
})

it('says when the session ends, and can only say so', async () => {
  server.use(
    http.post('*/api/v1/auth/refresh', () =>
      HttpResponse.json({ access_token: 'token-2', expires_in: 300, idle_seconds: 300, session_expires_at: '2026-11-21T10:02:00Z' }),
    ),
    http.post('*/api/v1/auth/token', () =>
      HttpResponse.json({ access_token: 'token-2', expires_in: 300, idle_seconds: 300, session_expires_at: '2026-11-21T10:02:00Z' }),
    ),
  )
  await mintToken()
  openPortal('/pay')
  await screen.findByRole('heading', { name: 'Pay' })
  await wait(65)
  expect(screen.getByRole('alertdialog', { name: 'Your session is about to end' })).toBeVisible()
  fireEvent.click(screen.getByRole('button', { name: 'Go on until then' }))
  expect(screen.queryByRole('alertdialog')).toBeNull()
  await wait(60)
  expect(await screen.findByText(/a session ends after some hours/)).toBeVisible()
})
