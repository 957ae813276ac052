import { useMutation } from '@tanstack/react-query'
import { allauth, nextStep } from './allauth'

export interface SignUp {
  email: string
  password: string
  phone: string
  date_of_birth: string
}

export function useSignUp() {
  return useMutation({
    mutationFn: async (details: SignUp) => nextStep(await allauth('POST', 'auth/signup', details)),
  })
}
