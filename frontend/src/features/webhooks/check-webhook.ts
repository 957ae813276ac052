import type { WebhookRequest } from '@/lib/api/types'

export interface WebhookAnswers {
  url: string
  description: string
  events: readonly string[]
}

/** The bank looks at the address more closely; here is what can be seen without asking it. */
export function checkWebhook({ url, description, events }: WebhookAnswers): { request: WebhookRequest } | { errors: Record<string, string> } {
  const address = url.trim()
  const errors: Record<string, string> = {
    ...(!/^https?:\/\/\S+$/.test(address) && { url: 'Enter the whole address, such as https://example.org/bank.' }),
    ...(events.length === 0 && { events: 'Choose at least one thing to be told.' }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return { request: { url: address, description: description.trim(), events: [...events] } }
}
