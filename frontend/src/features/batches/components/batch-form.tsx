import { type FormEvent, useState } from 'react'
import { FileField } from '@/components/file-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { fieldErrors } from '@/lib/api/field-errors'
import type { BatchTry } from '@/lib/api/types'
import type { FormErrors } from '@/lib/use-fields'
import { useTryBatch } from '../api/batches'
import { modeWords } from '../batch-words'
import { type Mode, type PaymentFile, readPaymentFile } from '../payment-file'

export interface Tried {
  readonly file: PaymentFile
  readonly mode: Mode
  readonly outcome: BatchTry
}

/** A file with many payments; it is tried first, and nothing moves. */
export function BatchForm({ onTried }: { onTried: (tried: Tried) => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [mode, setMode] = useState<Mode>('all_or_nothing')
  const [errors, setErrors] = useState<FormErrors>({})
  const attempt = useTryBatch()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (attempt.isPending) return
    const read = await readPaymentFile(file)
    setErrors('error' in read ? { payments: read.error } : {})
    if ('error' in read) return
    attempt.mutate(
      { file: read.file, mode },
      {
        onSuccess: (outcome) => {
          onTried({ file: read.file, mode, outcome })
        },
        onError: (error) => {
          setErrors(fieldErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ProblemSummary errors={errors} />
      <FileField
        id="payments"
        label="File with payments"
        hint="An ISO 20022 pain.001 file, or JSON with transfers. At most 10,000 payments."
        accept=".xml,.json,application/xml,text/xml,application/json"
        file={file}
        error={errors.payments}
        onChange={setFile}
      />
      <SelectField
        id="mode"
        name="mode"
        label="If a payment cannot be made"
        value={mode}
        onChange={(event) => {
          setMode(event.target.value as Mode)
        }}
      >
        <option value="all_or_nothing">Post none: {modeWords.all_or_nothing.toLowerCase()}</option>
        <option value="best_effort">Post the others: {modeWords.best_effort.toLowerCase()}</option>
      </SelectField>
      <SubmitButton busy={attempt.isPending}>Try it out</SubmitButton>
      <p className="check-note">Nothing moves yet.</p>
    </form>
  )
}
