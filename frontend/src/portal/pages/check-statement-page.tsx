import { CheckFile } from '@/features/statements/components/check-file'
import { SettingsPage } from '../settings-page'

const toStatements = { to: '/statements', label: 'All statements' }

export function Component() {
  return (
    <SettingsPage title="Check a statement" lead="Find out whether a file is one that we issued, and unchanged." back={toStatements}>
      <CheckFile />
    </SettingsPage>
  )
}
