import { saveFile } from '@/lib/save-file'
import { authorizedFetch } from './authorized-fetch'
import { ApiProblem, isProblemBody } from './problem'

/** A file of the bank's, with the token; a refusal is thrown as a problem. */
export async function fetchFile(path: string): Promise<Response> {
  const response = await authorizedFetch(new Request(new URL(path, location.origin)))
  if (response.ok) return response
  const body: unknown = await response.json().catch(() => null)
  throw new ApiProblem(response.status, isProblemBody(body) ? body : {}, response.headers)
}

/** The name that the bank gives a file. */
export function nameOf(response: Response, otherwise: string): string {
  return /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? otherwise
}

/** Fetches a file of the bank's, and saves it. */
export async function download(path: string, name: string): Promise<void> {
  const response = await fetchFile(path)
  saveFile(await response.blob(), name)
}

interface Waiting {
  /** True once nobody waits any more: what was asked for is then left to itself. */
  isGone: () => boolean
  /** How far a worker is, in the bank's own words. */
  onMaking?: (body: unknown) => void
}

const leastWaitMilliseconds = 1_000

/** Fetches a file that a worker may have to make first (202), waits for it, and saves it. */
export async function downloadWhenReady(path: string, name: string, { isGone, onMaking }: Waiting): Promise<void> {
  while (!isGone()) {
    const response = await fetchFile(path)
    if (response.status !== 202) {
      saveFile(await response.blob(), nameOf(response, name))
      return
    }
    onMaking?.(await response.json())
    await wait(response.headers.get('Retry-After'))
  }
}

function wait(seconds: string | null): Promise<void> {
  const asked = /^\d+$/.test(seconds ?? '') ? Number(seconds) * 1000 : 0
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(asked, leastWaitMilliseconds))
  })
}
