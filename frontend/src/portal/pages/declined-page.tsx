import { DeclinedList } from '@/features/transactions/components/declined-list'
import { SettingsPage } from '../settings-page'

const toActivity = { to: '/transactions', label: 'Back to activity' }

export function Component() {
  return (
    <SettingsPage title="Declined" lead="What was asked for and not carried out. If you did not ask for it, change your password and call us." back={toActivity}>
      <DeclinedList />
    </SettingsPage>
  )
}
