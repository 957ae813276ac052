import { useNavigate, useSearchParams } from 'react-router'
import { TransferForm } from '@/features/transactions/components/transfer-form'
import { PaymentPage } from '../payment-page'

export function Component() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  return (
    <PaymentPage kind="transfer">
      {(accounts) => (
        <TransferForm
          accounts={accounts}
          preselected={params.get('account') ?? ''}
          onReady={() => void navigate('/transfer/check')}
        />
      )}
    </PaymentPage>
  )
}
