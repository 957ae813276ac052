import { SealList } from '@/features/transactions/components/seal-list'
import { SettingsPage } from '../settings-page'

const toActivity = { to: '/transactions', label: 'Back to activity' }

export function Component() {
  return (
    <SettingsPage
      title="Seals"
      lead="Each closed business day gets a seal over all its movements and over the seal before it. A seal that you kept must still be here."
      back={toActivity}
    >
      <SealList />
    </SettingsPage>
  )
}
