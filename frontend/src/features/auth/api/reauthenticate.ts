import { allauth, AllauthRefusal } from '@/lib/api/allauth'
import { presentPasskey, type RequestOptions } from '@/lib/webauthn'

async function send(path: string, body: unknown): Promise<void> {
  const answer = await allauth('POST', path, body)
  if (answer.status !== 200) throw new AllauthRefusal(answer)
}

export const reauthenticate = {
  byPassword: (password: string) => send('auth/reauthenticate', { password }),
  byCode: (code: string) => send('auth/2fa/reauthenticate', { code }),
  async byPasskey(): Promise<void> {
    const answer = await allauth<{ request_options?: RequestOptions }>('GET', 'auth/webauthn/reauthenticate')
    const options = answer.data?.request_options
    if (!options) throw new AllauthRefusal(answer)
    await send('auth/webauthn/reauthenticate', { credential: await presentPasskey(options) })
  },
}
