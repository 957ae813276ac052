import { useParams } from 'react-router'
import { HoldHistory } from '@/features/transactions/components/hold-history'
import { SettingsPage } from '../settings-page'

export function Component() {
  const { id = '' } = useParams()
  return (
    <SettingsPage
      title="Reserved amounts"
      lead="Not booked, and not available while they last."
      back={{ to: `/accounts/${id}`, label: 'Back to the account' }}
    >
      <HoldHistory account={id} />
    </SettingsPage>
  )
}
