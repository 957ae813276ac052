import { useNavigate } from 'react-router'
import { PayeeForm } from '@/features/payees/components/payee-form'
import { payeeName } from '@/lib/recipient'
import { SettingsPage } from '../settings-page'

const toPayees = { to: '/payees', label: 'All payees' } as const

export function Component() {
  const navigate = useNavigate()
  return (
    <SettingsPage title="Add a payee" lead="We compare the name with the account before you save it." back={toPayees}>
      <PayeeForm
        onSaved={(payee) => void navigate('/payees', { replace: true, state: { notice: `${payeeName(payee)} is saved.` } })}
      />
    </SettingsPage>
  )
}
