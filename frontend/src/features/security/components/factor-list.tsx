import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Link } from 'react-router'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Icon } from '@/components/icon'
import { ErrorState, Skeleton } from '@/components/states'
import { useRemoveAuthenticator } from '../api/authenticator-app'
import { type Factor, useFactors } from '../api/list-factors'
import { usedWords } from '../used-words'
import { PasskeyRow } from './passkey-row'

/** The second factors, each with what can be done about it. */
export function FactorList() {
  const factors = useFactors()
  if (factors.isPending) return <Skeleton rows={3} label="Loading second factors" />
  if (!factors.data) {
    return <ErrorState title="Your second factors are not available" error={factors.error} onRetry={() => void factors.refetch()} />
  }
  const app = factors.data.find(({ type }) => type === 'totp')
  const codes = factors.data.find(({ type }) => type === 'recovery_codes')
  const passkeys = factors.data.filter(({ type }) => type === 'webauthn')
  const isMailed = !app && passkeys.length === 0
  return (
    <>
      {isMailed && <p className="factor-note">Now we mail you a code each time. An app or a passkey is quicker and safer.</p>}
      <ul className="factors">
        <AuthenticatorRow factor={app} />
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
        <li className="factor">
          <Icon name="key" size={24} />
          <div>
            <h3>{passkeys.length > 0 ? 'Another passkey' : 'Passkey'}</h3>
            <p>Your fingerprint, your face or the PIN of a device. It can also sign you in alone.</p>
          </div>
          <Link className="btn btn-sm btn-outline-primary" to="/settings/security/passkey">
            Add <span className="visually-hidden">a passkey</span>
          </Link>
        </li>
        {!isMailed && <RecoveryRow factor={codes} />}
      </ul>
    </>
  )
}

function AuthenticatorRow({ factor }: { factor: Factor | undefined }) {
  const [isAsking, setAsking] = useState(false)
  const remove = useRemoveAuthenticator()
  return (
    <li className="factor">
      <Icon name="phone" size={24} />
      <div>
        <h3>Authenticator app</h3>
        <p>{factor ? usedWords(factor) : 'An app on your phone shows a new code every 30 seconds, also without a network.'}</p>
      </div>
      {factor ? (
        <Button variant="outline-primary" size="sm" onClick={() => { setAsking(true) }}>
          Remove <span className="visually-hidden">authenticator app</span>
        </Button>
      ) : (
        <Link className="btn btn-sm btn-outline-primary" to="/settings/security/authenticator">
          Set up <span className="visually-hidden">authenticator app</span>
        </Link>
      )}
      {isAsking && (
        <ConfirmDialog
          title="Remove the authenticator app?"
          button="Remove"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            remove.mutate(undefined, { onSuccess: () => { setAsking(false) } })
          }}
          onClose={() => { setAsking(false) }}
        >
          <p>Its codes stop working here at once. Without another factor we mail you a code each time.</p>
        </ConfirmDialog>
      )}
    </li>
  )
}

function RecoveryRow({ factor }: { factor: Factor | undefined }) {
  const left = factor?.unused_code_count ?? 0
  return (
    <li className="factor">
      <Icon name="shield" size={24} />
      <div>
        <h3>Recovery codes</h3>
        <p>
          {factor
            ? `${String(left)} of ${String(factor.total_code_count ?? left)} are left, for when your other factors are out of reach.`
            : 'For when your other factors are out of reach.'}
        </p>
      </div>
      <Link className="btn btn-sm btn-outline-primary" to="/settings/security/recovery-codes">
        {factor ? 'See' : 'Make'} <span className="visually-hidden">recovery codes</span>
      </Link>
    </li>
  )
}
