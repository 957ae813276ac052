import { http, HttpResponse, type JsonBodyType } from 'msw'
import { server } from './server'

const root = '*/api/v1/auth/browser/v1/'

interface Asked {
  readonly method: string
  readonly body: unknown
}

type Reply = (body: unknown, count: number) => { status?: number; body: JsonBodyType; type?: string; headers?: Record<string, string> }

/** One endpoint of allauth's that answers as told; what it was asked is noted. */
export function allauthAnswers(method: 'get' | 'post' | 'put' | 'delete', path: string, reply: Reply): Asked[] {
  const asked: Asked[] = []
  server.use(
    http[method](root + path, async ({ request }) => {
      const body: unknown = await request.json().catch(() => null)
      asked.push({ method, body })
      const { status = 200, body: answer, type = 'application/json', headers = {} } = reply(body, asked.length)
      return new HttpResponse(JSON.stringify(answer), { status, headers: { 'Content-Type': type, ...headers } })
    }),
  )
  return asked
}

/** The answer that asks who it is once more. */
export const whoAreYou = {
  status: 401,
  body: {
    status: 401,
    data: { flows: [{ id: 'reauthenticate' }, { id: 'mfa_reauthenticate', types: ['totp', 'recovery_codes'] }] },
    meta: { is_authenticated: true },
  },
}

/** A sign-in that waits for another step. */
export function pending(id: string, types?: readonly string[]) {
  return {
    status: 401,
    body: { status: 401, data: { flows: [{ id: 'login' }, { id, is_pending: true, ...(types && { types }) }] }, meta: { is_authenticated: false } },
  }
}

export const wrongCode = { status: 400, body: { status: 400, errors: [{ code: 'incorrect_code', param: 'code', message: 'Incorrect code.' }] } }
