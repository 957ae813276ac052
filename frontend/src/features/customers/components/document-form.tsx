import { type FormEvent, useRef, useState } from 'react'
import { FileField } from '@/components/file-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { isProblem } from '@/lib/api/problem'
import type { IdentityDocument } from '@/lib/api/types'
import { countries } from '@/lib/countries'
import { sizeWords } from '@/lib/size-words'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useUploadDocument } from '../api/documents'
import { documentWords } from '../customer-words'

const mediaTypes = ['image/jpeg', 'image/png', 'application/pdf']
const mostBytes = 10_000_000

/** A photo or a scan; the bank looks at what is in the file, whatever its name says. */
export function DocumentForm({ customerId, onSent }: { customerId: string; onSent: () => void }) {
  const { values, set, bind } = useFields({ kind: 'passport', number: '', country: '', expires_date: '' })
  const [file, setFile] = useState<File | null>(null)
  const [errors, setErrors] = useState<FormErrors>({})
  const [all] = useState(countries)
  const picker = useRef<HTMLInputElement>(null)
  const sending = useUploadDocument(customerId)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (sending.isPending) return
    const wrong = fileProblem(file)
    setErrors(wrong ? { file: wrong } : {})
    if (wrong || !file) return
    const { number, country, expires_date } = values
    sending.mutate(
      { kind: values.kind as IdentityDocument['kind'], file, number: number.trim(), country, expires_date },
      {
        onSuccess: () => {
          set('number', '')
          setFile(null)
          if (picker.current) picker.current.value = ''
          onSent()
        },
        onError: (error) => {
          setErrors(isProblem(error, 'document_too_large') || isProblem(error, 'request_too_large') ? { file: tooLarge } : fieldErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <SelectField label="Document" error={errors.kind} {...bind('kind')}>
        {Object.entries(documentWords).map(([kind, word]) => (
          <option key={kind} value={kind}>
            {word}
          </option>
        ))}
      </SelectField>
      <FileField
        id="file"
        label="File"
        hint={`A JPEG or PNG photo, or a PDF, of at most ${sizeWords(mostBytes)}.`}
        ref={picker}
        file={file}
        accept={mediaTypes.join(',')}
        error={errors.file}
        onChange={setFile}
      />
      <TextField label="Number on it (optional)" autoComplete="off" error={errors.number} {...bind('number')} />
      <SelectField label="Country that issued it (optional)" error={errors.country} {...bind('country')}>
        <option value="">Not said</option>
        {all.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField label="Valid until (optional)" type="date" error={errors.expires_date} {...bind('expires_date')} />
      {sending.isPending && (
        <div className="upload" role="status">
          <progress max={1} value={sending.share} aria-label="Progress of the upload" />
          <span>{sending.share < 1 ? `${String(Math.floor(sending.share * 100))}% sent` : 'Sent. We are checking the file.'}</span>
        </div>
      )}
      <SubmitButton busy={sending.isPending}>Hand it in</SubmitButton>
    </form>
  )
}

const tooLarge = `This file is too large. Choose one of at most ${sizeWords(mostBytes)}.`

function fileProblem(file: File | null): string | null {
  if (!file) return 'Choose the photo or the scan.'
  if (!mediaTypes.includes(file.type)) return 'Choose a JPEG, a PNG or a PDF.'
  return file.size > mostBytes ? tooLarge : null
}
