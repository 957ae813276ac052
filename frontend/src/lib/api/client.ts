import createClient from 'openapi-fetch'
import { authorizedFetch } from './authorized-fetch'
import { ApiProblem, isProblemBody, NoAnswer } from './problem'
import type { paths } from './schema'

export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch })

interface Answer<T> {
  data?: T | undefined
  error?: unknown
  response: Response
}

/** The body of a good answer; a bad one is thrown as a problem. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok && data !== undefined) return data
  throw new ApiProblem(response.status, isProblemBody(error) ? error : {}, response.headers)
}

/** For an answer without a body, such as after a deletion. */
export async function unwrapNothing(call: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await call
  if (!response.ok) throw new ApiProblem(response.status, isProblemBody(error) ? error : {}, response.headers)
}

/** For a request of somebody who need not be signed in. */
export async function openly(request: Request): Promise<Response> {
  return fetch(request).catch((error: unknown) => {
    throw new NoAnswer(error)
  })
}
