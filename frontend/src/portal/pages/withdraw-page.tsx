import { useNavigate, useSearchParams } from 'react-router'
import { MovementForm } from '@/features/transactions/components/movement-form'
import { canSpend } from '@/lib/account-name'
import { PaymentPage } from '../payment-page'

export function Component() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  return (
    <PaymentPage kind="withdrawal">
      {(accounts) => (
        <MovementForm
          kind="withdrawal"
          accounts={accounts.filter(canSpend)}
          preselected={params.get('account') ?? ''}
          onReady={() => void navigate('/withdraw/check')}
        />
      )}
    </PaymentPage>
  )
}
