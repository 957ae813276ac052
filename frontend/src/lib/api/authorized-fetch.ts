import { NoAnswer } from './problem'
import { mintToken, session } from './session'

const deadlineSeconds = 20

/** fetch with the bearer token; on 401 it takes a new token and tries once more. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const spare = request.clone()
  const token = session.token() ?? (await answered(mintToken()))
  const response = await answered(fetch(withToken(request, token)))
  if (response.status !== 401) return response
  // Another caller may have refreshed while this request was on its way.
  const current = session.token()
  const fresh = current !== null && current !== token ? current : await answered(mintToken())
  return fresh ? answered(fetch(withToken(spare, fresh))) : response
}

function withToken(request: Request, token: string | null): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** Stops waiting, but does not abort: a payment that is on its way cannot be called back. */
async function answered<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`No answer in ${String(deadlineSeconds)} s`))
    }, deadlineSeconds * 1000)
  })
  try {
    return await Promise.race([work, deadline])
  } catch (error) {
    throw new NoAnswer(error)
  } finally {
    clearTimeout(timer)
  }
}
