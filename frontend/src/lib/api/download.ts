import { saveFile } from '@/lib/save-file'
import { authorizedFetch } from './authorized-fetch'
import { ApiProblem, isProblemBody } from './problem'

/** Fetches a file of the bank's, with the token, and saves it. */
export async function download(path: string, name: string): Promise<void> {
  const response = await authorizedFetch(new Request(new URL(path, location.origin)))
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null)
    throw new ApiProblem(response.status, isProblemBody(body) ? body : {}, response.headers)
  }
  saveFile(await response.blob(), name)
}
