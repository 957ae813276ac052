import type { FactorType } from '@/lib/api/allauth'

export interface FactorWords {
  readonly choice: string
  readonly title: string
  readonly lead: string
}

export const factorWords: Readonly<Record<FactorType, FactorWords>> = {
  webauthn: {
    choice: 'Use a passkey',
    title: 'Use your passkey',
    lead: 'Your device asks for your fingerprint, your face or its PIN.',
  },
  totp: {
    choice: 'Use the authenticator app',
    title: 'Enter the code of your app',
    lead: 'Open your authenticator app. It shows a new code every 30 seconds.',
  },
  recovery_codes: {
    choice: 'Use a recovery code',
    title: 'Enter a recovery code',
    lead: 'One of the codes that you kept when you set up your second factor. Each works once.',
  },
}

/** The strongest first; a code that is used up last. */
export const factorOrder: readonly FactorType[] = ['webauthn', 'totp', 'recovery_codes']
