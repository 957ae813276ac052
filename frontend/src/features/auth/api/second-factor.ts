import { useMutation } from '@tanstack/react-query'
import { allauth, AllauthRefusal } from '@/lib/api/allauth'
import { presentPasskey, type RequestOptions } from '@/lib/webauthn'
import { takeStep } from './take-step'

/** allauth takes a code of the authenticator app and a recovery code in the same place. */
export function useCodeAsSecondFactor() {
  return useMutation({
    mutationFn: async (code: string) => takeStep(await allauth('POST', 'auth/2fa/authenticate', { code })),
  })
}

export function usePasskeyAsSecondFactor() {
  return useMutation({
    mutationFn: async () => {
      const answer = await allauth<{ request_options?: RequestOptions }>('GET', 'auth/webauthn/authenticate')
      const options = answer.data?.request_options
      if (!options) throw new AllauthRefusal(answer)
      const credential = await presentPasskey(options)
      return takeStep(await allauth('POST', 'auth/webauthn/authenticate', { credential }))
    },
  })
}
