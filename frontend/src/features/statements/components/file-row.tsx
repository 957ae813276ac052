import { useEffect, useRef } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { CopyButton } from '@/components/copy-button'
import type { Statement } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { sizeWords } from '@/lib/size-words'
import { useStatementFile } from '../api/statement-file'
import { fileOf, type formats } from '../statement-words'

interface FileRowProps {
  statement: Statement
  kind: (typeof formats)[number]
  /** Whether it was asked for together with the statement, and comes at once. */
  isWanted: boolean
}

/** One format of a statement: made when it is first wanted, saved, and known by its hash. */
export function FileRow({ statement, kind: { format, name, about }, isWanted }: FileRowProps) {
  const { mutate, isPending, isSuccess, error, percent } = useStatementFile(statement.id)
  const file = fileOf(statement, format)
  const isAsked = useRef(false)
  useEffect(() => {
    // Once: React may run an effect twice, and nobody wants the file twice.
    if (!isWanted || isAsked.current) return
    isAsked.current = true
    mutate({ format, hasFailed: false })
  }, [isWanted, mutate, format])
  const isMaking = isPending || file?.status === 'making'
  const share = isPending ? percent : (file?.percent ?? 0)
  return (
    <li className="record">
      <div>
        <h3>
          {name} {file?.status === 'failed' && <span className="tag tag-warn">Could not be made</span>}
        </h3>
        <p>{about}</p>
        {file?.made_at && file.size !== null && (
          <p>
            {sizeWords(file.size)}, made {formatInstant(file.made_at)}
          </p>
        )}
        {file?.sha256 && <Hash text={file.sha256} what={`SHA-256 of the ${name} file`} />}
        {isMaking && (
          <div className="upload">
            <progress max={100} value={share} aria-label={`Progress of the ${name} file`} />
            <span role="status">{share > 0 ? `${String(share)}% made` : 'Making the file…'}</span>
          </div>
        )}
        <ActionProblem error={error} />
        <p className="visually-hidden" role="status">
          {isSuccess ? `The ${name} file was downloaded.` : ''}
        </p>
      </div>
      <Button
        variant="outline-primary"
        size="sm"
        aria-disabled={isPending}
        onClick={() => {
          if (!isPending) mutate({ format, hasFailed: file?.status === 'failed' })
        }}
      >
        {file?.status === 'failed' ? 'Try again' : 'Download'} <span className="visually-hidden">{name}</span>
      </Button>
    </li>
  )
}

function Hash({ text, what }: { text: string; what: string }) {
  return (
    <p className="hash">
      <span className="hash-label">SHA-256</span> <code>{text}</code> <CopyButton text={text} what={what} />
    </p>
  )
}
