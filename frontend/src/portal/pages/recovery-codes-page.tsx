import { useLocation } from 'react-router'
import { useFactors } from '@/features/security/api/list-factors'
import { RecoveryCodes } from '@/features/security/components/recovery-codes'
import { Icon } from '@/components/icon'
import { ErrorState, Skeleton } from '@/components/states'
import { SettingsPage } from '../settings-page'

export function Component() {
  const factors = useFactors()
  const notice = (useLocation().state as { notice?: string } | null)?.notice
  return (
    <SettingsPage title="Recovery codes" lead="Each signs you in once, in place of your other second factors.">
      {notice && (
        <p className="notice" role="status">
          <Icon name="check" /> {notice}
        </p>
      )}
      {factors.isPending && <Skeleton rows={2} label="Loading recovery codes" />}
      {!factors.isPending && !factors.data && (
        <ErrorState title="Your recovery codes are not available" error={factors.error} onRetry={() => void factors.refetch()} />
      )}
      {factors.data && <RecoveryCodes isMade={factors.data.some(({ type }) => type === 'recovery_codes')} />}
    </SettingsPage>
  )
}
