import createClient from 'openapi-fetch'
import { authorizedFetch } from './authorized-fetch'
import { ApiProblem, type ProblemBody } from './problem'
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
  throw new ApiProblem(response.status, isBody(error) ? error : {})
}

function isBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null
}
