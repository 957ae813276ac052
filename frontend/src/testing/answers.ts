import { http, HttpResponse, type JsonBodyType } from 'msw'
import { server } from './server'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly key: string | null
}

type Reply = JsonBodyType | ((asked: Asked, count: number) => Response | JsonBodyType)

/** One path of the API that answers as told; what it was asked is noted. */
export function answers(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, reply: Reply): Asked[] {
  const noted: Asked[] = []
  server.use(
    http[method](`*/api/v1/${path}`, async ({ request }) => {
      const body: unknown = await request.json().catch(() => null)
      const asked = { method, path: new URL(request.url).pathname, body, key: request.headers.get('Idempotency-Key') }
      noted.push(asked)
      const answer = typeof reply === 'function' ? reply(asked, noted.length) : reply
      return answer instanceof Response ? answer : HttpResponse.json(answer)
    }),
  )
  return noted
}

export function listOf(results: readonly object[]): JsonBodyType {
  return { results: [...results], next: null, previous: null } as JsonBodyType
}

export function refusal(status: number, code: string, extra: object = {}): Response {
  return HttpResponse.json({ status, code, detail: `${code}.`, ...extra }, { status })
}
