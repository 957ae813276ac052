import { useNavigate } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { ContactForm } from '@/features/customers/components/contact-form'
import { ErrorState, Skeleton } from '@/components/states'
import { toProfile } from '../places'
import { SettingsPage } from '../settings-page'

export function Component() {
  const navigate = useNavigate()
  const me = useMe()
  const { data: customer } = useMyCustomer()
  return (
    <SettingsPage title="Contact details" lead="How we reach you." back={toProfile}>
      {me.isPending && <Skeleton rows={4} label="Loading your details" />}
      {me.isError && <ErrorState title="Your details are not available" error={me.error} onRetry={() => void me.refetch()} />}
      {me.data && customer && (
        <ContactForm
          customer={customer}
          fallback={me.data}
          onSaved={() => void navigate('/profile', { state: { notice: 'Your contact details are saved.' } })}
        />
      )}
    </SettingsPage>
  )
}
