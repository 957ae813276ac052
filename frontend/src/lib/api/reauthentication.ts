import { createPrompt } from '@/lib/prompt'
import { allauth, type AllauthAnswer, AllauthRefusal, type FactorType, flowsOf, type Method } from './allauth'
import { NotNow } from './problem'
import { session } from './session'

/** How a person may show once more who they are. */
export interface Reauthentication {
  readonly password: boolean
  readonly types: readonly FactorType[]
}

/** The dialog answers true once allauth is content. */
export const reauthentication = createPrompt<Reauthentication, true>()

/**
 * A request of somebody who is signed in. When allauth wants to know again who it is, the person is asked
 * and the request is made once more. A good answer is returned, and 404 as an answer where it is one.
 */
export async function guarded<Data>(
  method: Method,
  path: string,
  body?: unknown,
  isAnswer: (status: number) => boolean = (status) => status < 400,
): Promise<AllauthAnswer<Data>> {
  let answer = await allauth<Data>(method, path, body)
  if (answer.status === 401 && answer.meta?.is_authenticated) {
    if ((await reauthentication.ask(waysIn(answer))) === null) {
      throw new NotNow('You did not confirm that it is you, so nothing has changed.')
    }
    answer = await allauth<Data>(method, path, body)
  }
  if (answer.status === 401 && !answer.meta?.is_authenticated) session.end('expired')
  if (!isAnswer(answer.status)) throw new AllauthRefusal(answer)
  return answer
}

function waysIn(answer: AllauthAnswer): Reauthentication {
  const flows = flowsOf(answer)
  return {
    password: flows.some(({ id }) => id === 'reauthenticate'),
    types: flows.find(({ id }) => id === 'mfa_reauthenticate')?.types ?? [],
  }
}
