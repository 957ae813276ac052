import { type FormEvent, useState } from 'react'
import { FileField } from '@/components/file-field'
import { Icon } from '@/components/icon'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { StatementCheck } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'
import { canHash, sha256, toHex } from '@/lib/sha256'
import type { FormErrors } from '@/lib/use-fields'
import { useCheckStatement } from '../api/statements'
import { formatName, periodWords } from '../statement-words'

/** Whether a file is one that the bank issued. The file stays here: only its hash is sent. */
export function CheckFile() {
  const [file, setFile] = useState<File | null>(null)
  const [typed, setTyped] = useState('')
  const [errors, setErrors] = useState<FormErrors>({})
  const check = useCheckStatement()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (check.isPending) return
    const hash = file ? await hashOf(file) : typed.replace(/\s/g, '').toLowerCase()
    const isHash = /^[0-9a-f]{64}$/.test(hash)
    if (isHash) setErrors({})
    else if (file) setErrors({ 'statement-file': 'This file cannot be read any more. Choose it again.' })
    else setErrors({ sha256: 'Choose a file, or enter the 64 characters of its SHA-256.' })
    if (!isHash) return
    setTyped(hash)
    check.mutate(hash, {
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ProblemSummary errors={errors} />
      {canHash() && (
        <FileField
          id="statement-file"
          label="The file"
          hint="It stays on your device. Only its SHA-256 is sent."
          file={file}
          error={errors['statement-file']}
          onChange={(chosen) => {
            check.reset()
            setFile(chosen)
          }}
        />
      )}
      <TextField
        id="sha256"
        label={canHash() ? 'Or its SHA-256' : 'Its SHA-256'}
        hint={
          <>
            On your computer: <code>sha256sum FILE</code>, <code>shasum -a 256 FILE</code> or <code>certutil -hashfile FILE SHA256</code>.
          </>
        }
        value={typed}
        autoComplete="off"
        spellCheck={false}
        className="hash-input"
        error={errors.sha256}
        onChange={(event) => {
          check.reset()
          setFile(null)
          setTyped(event.target.value)
        }}
      />
      <SubmitButton busy={check.isPending}>Check it</SubmitButton>
      {check.data && <Verdict check={check.data} />}
    </form>
  )
}

/** Empty where the file was changed or moved since it was chosen. */
async function hashOf(file: File): Promise<string> {
  try {
    return toHex(await sha256(new Uint8Array(await file.arrayBuffer())))
  } catch {
    return ''
  }
}

function Verdict({ check: { issued, statement } }: { check: StatementCheck }) {
  return (
    <div className={issued ? 'outcome outcome-good' : 'outcome outcome-declined'} role="status">
      <Icon name={issued ? 'check' : 'alert'} size={24} />
      <div>
        <h2>{issued ? 'We issued exactly this file' : 'We did not issue this file'}</h2>
        {statement ? (
          <p>
            {formatName(statement.format)} statement of {formatIban(statement.number)}, {periodWords(statement)}, made{' '}
            {formatInstant(statement.made_at)}.
          </p>
        ) : (
          <p>A byte of it was changed, or it comes from somebody else. Do not rely on it.</p>
        )}
      </div>
    </div>
  )
}
