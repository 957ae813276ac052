import { useNavigate, useSearchParams } from 'react-router'
import { MovementForm } from '@/features/transactions/components/movement-form'
import { canReceive } from '@/lib/account-name'
import { PaymentPage } from '../payment-page'

export function Component() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  return (
    <PaymentPage kind="deposit">
      {(accounts) => (
        <MovementForm
          kind="deposit"
          accounts={accounts.filter(canReceive)}
          preselected={params.get('account') ?? ''}
          onReady={() => void navigate('/deposit/check')}
        />
      )}
    </PaymentPage>
  )
}
