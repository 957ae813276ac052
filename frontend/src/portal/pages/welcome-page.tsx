import { Navigate } from 'react-router'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { NameForm } from '@/features/customers/components/name-form'
import { PageTitle } from '@/components/page-title'
import { Starting } from '../starting'

export function Component() {
  const customer = useMyCustomer()
  if (customer.isPending) return <Starting />
  if (customer.data) return <Navigate to="/" replace />
  return (
    <section className="auth-card">
      <PageTitle title="Tell us your name" lead="As it stands in your passport. People who pay you will see it." />
      <NameForm />
    </section>
  )
}
