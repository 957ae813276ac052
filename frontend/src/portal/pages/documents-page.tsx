import { useState } from 'react'
import { Link } from 'react-router'
import { useDocuments } from '@/features/customers/api/documents'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { DocumentForm } from '@/features/customers/components/document-form'
import { DocumentList } from '@/features/customers/components/document-list'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { Notice } from '../notice'
import { toProfile } from '../places'

export function Component() {
  const { data: customer } = useMyCustomer()
  return customer ? <Documents customerId={customer.id} /> : null
}

function Documents({ customerId }: { customerId: string }) {
  const documents = useDocuments(customerId)
  const [notice, setNotice] = useState('')
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle title="Identity documents" lead="They are kept encrypted. Who of us opens one is written down." />
      <Notice text={notice} />
      <section className="panel" aria-labelledby="handed-title">
        <h2 id="handed-title">Handed in</h2>
        {documents.isPending && <Skeleton rows={2} label="Loading documents" />}
        {!documents.isPending && !documents.data && (
          <ErrorState title="Your documents are not available" error={documents.error} onRetry={() => void documents.refetch()} />
        )}
        {documents.data && <DocumentList customerId={customerId} documents={documents.data} />}
      </section>
      <section className="panel" aria-labelledby="new-title">
        <h2 id="new-title">Hand in a document</h2>
        <DocumentForm
          customerId={customerId}
          onSent={() => {
            setNotice('We have it. We tell you here once we have looked at it.')
          }}
        />
      </section>
    </div>
  )
}
