import { useNavigate, useSearchParams } from 'react-router'
import { useLimits } from '@/features/limits/api/limits'
import { usePayees } from '@/features/payees/api/payees'
import { TransferForm } from '@/features/transactions/components/transfer-form'
import { Skeleton } from '@/components/states'
import { PaymentPage } from '../payment-page'

export function Component() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const payees = usePayees()
  const limits = useLimits()
  return (
    <PaymentPage kind="transfer">
      {(accounts) =>
        // Without an answer the form still works: an IBAN can be typed, and the bank counts the limits itself.
        payees.isPending || limits.isPending ? (
          <Skeleton rows={4} label="Loading payees" />
        ) : (
          <TransferForm
            accounts={accounts}
            payees={payees.data ?? []}
            limits={limits.data ?? []}
            preselected={{ account: params.get('account') ?? '', payee: params.get('payee') ?? '' }}
            onReady={() => void navigate('/transfer/check')}
          />
        )
      }
    </PaymentPage>
  )
}
