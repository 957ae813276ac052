import { PreferenceTable } from '@/features/notifications/components/preference-table'
import { toProfile } from '../places'
import { SettingsPage } from '../settings-page'

export function Component() {
  return (
    <SettingsPage title="What you hear of" lead="By which way we tell you, for each thing that happens." back={toProfile}>
      <PreferenceTable />
    </SettingsPage>
  )
}
