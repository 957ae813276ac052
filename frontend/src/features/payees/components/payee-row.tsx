import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Link } from 'react-router'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { RenameForm } from '@/components/rename-form'
import type { Payee } from '@/lib/api/types'
import { formatIban } from '@/lib/format'
import { payeeName } from '@/lib/recipient'
import { useDeletePayee, useRenamePayee } from '../api/payees'
import { payeeNotes } from '../payee-words'

/** One payee: paid, called something else, or taken off the list. */
export function PayeeRow({ payee }: { payee: Payee }) {
  const [doing, setDoing] = useState<'rename' | 'delete' | null>(null)
  const rename = useRenamePayee()
  const remove = useDeletePayee()
  const name = payeeName(payee)
  const stop = () => {
    setDoing(null)
  }
  return (
    <li className="record">
      <div>
        <h3>{name}</h3>
        {payee.nickname && <p className="record-main">{payee.name}</p>}
        <p className="iban">{formatIban(payee.number)}</p>
        {payeeNotes(payee).map((note) => (
          <p key={note}>{note}</p>
        ))}
        {doing === 'rename' && (
          <RenameForm
            label={`Nickname of ${payee.name}`}
            name={payee.nickname}
            maxLength={40}
            isPending={rename.isPending}
            error={rename.error}
            onSave={(nickname) => {
              rename.mutate({ id: payee.id, nickname }, { onSuccess: stop })
            }}
            onCancel={stop}
          />
        )}
      </div>
      {doing !== 'rename' && (
        <span className="factor-actions">
          <Link to={`/transfer?payee=${payee.id}`} className="btn btn-primary btn-sm">
            Pay <span className="visually-hidden">{name}</span>
          </Link>
          <Button variant="outline-primary" size="sm" onClick={() => { setDoing('rename') }}>
            Rename <span className="visually-hidden">{name}</span>
          </Button>
          <Button variant="outline-primary" size="sm" onClick={() => { setDoing('delete') }}>
            Delete <span className="visually-hidden">{name}</span>
          </Button>
        </span>
      )}
      {doing === 'delete' && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          button="Delete"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            remove.mutate(payee.id, { onSuccess: stop })
          }}
          onClose={stop}
        >
          <p>They go off your list. What you have paid stays, and so do your standing orders to them.</p>
        </ConfirmDialog>
      )}
    </li>
  )
}
