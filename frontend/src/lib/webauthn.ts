import { NotNow } from './api/problem'
import { fromBase64url, toBase64url } from './base64url'

interface CredentialName {
  readonly id: string
  readonly type: 'public-key'
  readonly transports?: AuthenticatorTransport[]
}

/** What the server sends to make a passkey, with bytes as base64url. */
export interface CreationOptions {
  readonly publicKey: Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
    readonly challenge: string
    readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
    readonly excludeCredentials?: readonly CredentialName[]
  }
}

/** What the server sends to use one. */
export interface RequestOptions {
  readonly publicKey: Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> & {
    readonly challenge: string
    readonly allowCredentials?: readonly CredentialName[]
  }
}

export type CredentialJson = Readonly<Record<string, unknown>>

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function'
}

/** Whether the browser can offer passkeys in the e-mail field's own suggestions. */
export async function canSuggestPasskeys(): Promise<boolean> {
  return hasPasskeys() && (await (PublicKeyCredential as Partial<typeof PublicKeyCredential>).isConditionalMediationAvailable?.()) === true
}

export async function createPasskey({ publicKey }: CreationOptions): Promise<CredentialJson> {
  const made = await byThePerson(
    navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: fromBase64url(publicKey.challenge),
        user: { ...publicKey.user, id: fromBase64url(publicKey.user.id) },
        excludeCredentials: names(publicKey.excludeCredentials),
      },
    }),
  )
  const response = made.response as AuthenticatorAttestationResponse
  return {
    ...common(made),
    response: {
      clientDataJSON: toBase64url(response.clientDataJSON),
      attestationObject: toBase64url(response.attestationObject),
      transports: response.getTransports(),
    },
  }
}

export async function presentPasskey({ publicKey }: RequestOptions, suggestion?: AbortSignal): Promise<CredentialJson> {
  const used = await byThePerson(
    navigator.credentials.get({
      ...(suggestion && { mediation: 'conditional', signal: suggestion }),
      publicKey: {
        ...publicKey,
        challenge: fromBase64url(publicKey.challenge),
        allowCredentials: names(publicKey.allowCredentials),
      },
    }),
  )
  const response = used.response as AuthenticatorAssertionResponse
  return {
    ...common(used),
    response: {
      clientDataJSON: toBase64url(response.clientDataJSON),
      authenticatorData: toBase64url(response.authenticatorData),
      signature: toBase64url(response.signature),
      userHandle: response.userHandle ? toBase64url(response.userHandle) : null,
    },
  }
}

function names(credentials: readonly CredentialName[] = []): PublicKeyCredentialDescriptor[] {
  return credentials.map(({ id, type, transports }) => ({ id: fromBase64url(id), type, ...(transports && { transports }) }))
}

function common(credential: PublicKeyCredential): CredentialJson {
  return {
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  }
}

async function byThePerson(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await asked
    if (credential instanceof PublicKeyCredential) return credential
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'InvalidStateError') throw new NotNow('This device already holds a passkey for you.')
    if (name === 'SecurityError') throw new NotNow('Passkeys do not work at this address.')
    if (name !== 'NotAllowedError' && name !== 'AbortError') throw error
  }
  throw new NotNow('No passkey was used. Try again, or choose another way.')
}
