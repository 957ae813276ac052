import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { Icon } from '@/components/icon'
import { TextField } from '@/components/text-field'
import type { Factor } from '../api/list-factors'
import { useRemovePasskey, useRenamePasskey } from '../api/passkeys'
import { usedWords } from '../used-words'

/** One passkey: its name can be changed in place, and it can be removed. */
export function PasskeyRow({ passkey }: { passkey: Factor }) {
  const { id = 0, name = 'Passkey' } = passkey
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null)
  const remove = useRemovePasskey()
  const stop = () => {
    setDoing(null)
  }
  return (
    <li className="factor">
      <Icon name="key" size={24} />
      <div>
        <h3>{name}</h3>
        <p>Passkey. {usedWords(passkey)}</p>
        {doing === 'rename' && <RenameForm id={id} name={name} onDone={stop} />}
      </div>
      {doing !== 'rename' && (
        <span className="factor-actions">
          <Button variant="outline-primary" size="sm" onClick={() => { setDoing('rename') }}>
            Rename <span className="visually-hidden">{name}</span>
          </Button>
          <Button variant="outline-primary" size="sm" onClick={() => { setDoing('remove') }}>
            Remove <span className="visually-hidden">{name}</span>
          </Button>
        </span>
      )}
      {doing === 'remove' && (
        <ConfirmDialog
          title={`Remove ${name}?`}
          button="Remove"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            remove.mutate(id, { onSuccess: stop })
          }}
          onClose={stop}
        >
          <p>It no longer opens your account. Your device may still list it: delete it there too.</p>
        </ConfirmDialog>
      )}
    </li>
  )
}

function RenameForm({ id, name, onDone }: { id: number; name: string; onDone: () => void }) {
  const [typed, setTyped] = useState(name)
  const rename = useRenamePasskey()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!rename.isPending && typed.trim()) rename.mutate({ id, name: typed.trim() }, { onSuccess: onDone })
  }

  return (
    <form noValidate className="rename" onSubmit={submit}>
      <TextField
        id={`passkey-${String(id)}`}
        label="Name of the passkey"
        value={typed}
        maxLength={100}
        onChange={(event) => {
          setTyped(event.target.value)
        }}
      />
      <ActionProblem error={rename.error} />
      <span className="factor-actions">
        <Button type="submit" size="sm" aria-disabled={rename.isPending}>
          Save
        </Button>
        <Button variant="outline-primary" size="sm" onClick={onDone}>
          Cancel
        </Button>
      </span>
    </form>
  )
}
