import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ErrorState, Skeleton } from '@/components/states'
import type { Account, Holder } from '@/lib/api/types'
import { rightWords } from '../account-words'
import { useHolders, useRemoveHolder } from '../api/holders'

interface HolderListProps {
  account: Account
  /** Who looks at it. */
  personId: string
  /** After somebody gave up their own right, the account is no longer theirs to see. */
  onLeft: () => void
}

export function HolderList({ account, personId, onLeft }: HolderListProps) {
  const holders = useHolders(account.id)
  if (holders.isPending) return <Skeleton rows={2} label="Loading holders" />
  if (!holders.data) return <ErrorState title="The holders are not available" error={holders.error} onRetry={() => void holders.refetch()} />
  const owners = holders.data.filter(({ access }) => access === 'owner').length
  return (
    <ul className="records">
      {holders.data.map((holder) => {
        const isMe = holder.customer === personId
        const isLast = holder.access === 'owner' && owners === 1
        return (
          <HolderRow
            key={holder.customer}
            account={account}
            holder={holder}
            isMe={isMe}
            canRemove={!isLast && (isMe || account.access === 'owner')}
            onLeft={onLeft}
          />
        )
      })}
    </ul>
  )
}

interface HolderRowProps {
  account: Account
  holder: Holder
  isMe: boolean
  canRemove: boolean
  onLeft: () => void
}

function HolderRow({ account, holder, isMe, canRemove, onLeft }: HolderRowProps) {
  const [isAsking, setAsking] = useState(false)
  const remove = useRemoveHolder(account.id)
  const stop = () => {
    setAsking(false)
  }
  const verb = isMe ? 'Give up my right' : 'Remove'
  return (
    <li className="record">
      <div>
        <h3>
          {holder.name} {isMe && <span className="tag">You</span>}
        </h3>
        <p>{rightWords[holder.access].label}</p>
      </div>
      {canRemove && (
        <Button
          variant="outline-primary"
          size="sm"
          onClick={() => {
            setAsking(true)
          }}
        >
          {verb} {!isMe && <span className="visually-hidden">{holder.name}</span>}
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={isMe ? 'Give up your right?' : `Remove ${holder.name}?`}
          button={verb}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            remove.mutate(holder.customer, {
              onSuccess: () => {
                if (isMe) onLeft()
                else stop()
              },
            })
          }}
          onClose={stop}
        >
          <p>{isMe ? 'You will no longer see this account.' : `${holder.name} will no longer see this account or pay from it.`}</p>
        </ConfirmDialog>
      )}
    </li>
  )
}
