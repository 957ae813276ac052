import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Webhook, WebhookRequest } from '@/lib/api/types'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { checkWebhook } from '../check-webhook'
import { EventChoice } from './event-choice'

interface WebhookFormProps {
  /** What there is already, where one is changed. */
  webhook?: Webhook
  button: string
  busy: boolean
  onReady: (request: WebhookRequest, refused: (error: unknown) => void) => void
}

/** Which address is told what. */
export function WebhookForm({ webhook, button, busy, onReady }: WebhookFormProps) {
  const { values, bind } = useFields({ url: webhook?.url ?? '', description: webhook?.description ?? '' })
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? ['transfer.posted'])
  const [errors, setErrors] = useState<FormErrors>({})

  function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    const checked = checkWebhook({ ...values, events })
    setErrors('errors' in checked ? checked.errors : {})
    if ('request' in checked) {
      onReady(checked.request, (error) => {
        setErrors(fieldErrors(error))
      })
    }
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="Address"
        hint="A public https address on port 443."
        type="url"
        autoComplete="off"
        spellCheck={false}
        error={errors.url}
        {...bind('url')}
      />
      <TextField label="What it is for (optional)" maxLength={80} autoComplete="off" error={errors.description} {...bind('description')} />
      <EventChoice chosen={events} error={errors.events} onChange={setEvents} />
      <SubmitButton busy={busy}>{button}</SubmitButton>
    </form>
  )
}
