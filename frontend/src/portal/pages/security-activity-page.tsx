import { EventList } from '@/features/security/components/event-list'
import { NotYou } from '@/features/security/components/not-you'
import { SettingsPage } from '../settings-page'

export function Component() {
  return (
    <SettingsPage title="Recent activity" lead="Each sign-in and each change of how you sign in.">
      <NotYou />
      <EventList />
    </SettingsPage>
  )
}
