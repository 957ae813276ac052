import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { EmptyState } from '@/components/states'
import type { IdentityDocument } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { sizeWords } from '@/lib/size-words'
import { useOpenDocument } from '../api/documents'
import { documentStatusWords, documentWords } from '../customer-words'

export function DocumentList({ customerId, documents }: { customerId: string; documents: readonly IdentityDocument[] }) {
  const open = useOpenDocument(customerId)
  if (documents.length === 0) {
    return (
      <EmptyState icon="shield" title="No documents yet">
        <p>What you hand in below is listed here, with what we make of it.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ActionProblem error={open.error} />
      <ul className="records">
        {documents.map((document) => (
          <li key={document.id} className="record">
            <div>
              <h3>{documentWords[document.kind]}</h3>
              <p>{about(document)}</p>
              <span className={document.status === 'rejected' ? 'tag tag-warn' : 'tag'}>{documentStatusWords[document.status]}</span>
            </div>
            <Button
              variant="outline-primary"
              size="sm"
              aria-disabled={open.isPending}
              onClick={() => {
                if (!open.isPending) open.mutate(document)
              }}
            >
              Download <span className="visually-hidden">{documentWords[document.kind]}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

function about({ number, expires_date, size_bytes, uploaded_at }: IdentityDocument): string {
  return [
    number && `Number ${number}`,
    expires_date && `valid until ${formatDate(expires_date)}`,
    `handed in ${formatDate(uploaded_at)}`,
    sizeWords(size_bytes),
  ]
    .filter(Boolean)
    .join(', ')
}
