import { ApiProblem, isProblemBody, NoAnswer } from './problem'
import { renewToken, session } from './session'

/** Posts a form with a file. Only this old interface tells how much of a file has left. */
export async function upload<T>(path: string, form: FormData, onProgress: (share: number) => void): Promise<T> {
  const first = await post(path, form, session.token() ?? (await renewToken()), onProgress)
  const { status, body, headers } = first.status === 401 ? await post(path, form, await renewToken(), onProgress) : first
  if (status >= 200 && status < 300) return body as T
  throw new ApiProblem(status, isProblemBody(body) ? body : {}, headers)
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Headers
}

function post(path: string, form: FormData, token: string | null, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', new URL(path, location.origin))
    request.responseType = 'json'
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total)
    }
    request.onerror = () => {
      reject(new NoAnswer(new Error('The upload broke off.')))
    }
    request.onload = () => {
      const wait = request.getResponseHeader('Retry-After')
      resolve({ status: request.status, body: request.response, headers: new Headers(wait ? { 'Retry-After': wait } : {}) })
    }
    request.send(form)
  })
}
