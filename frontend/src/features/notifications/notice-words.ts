import type { IconName } from '@/components/icon'
import type { Notice } from '@/lib/api/types'

const icons: Readonly<Record<string, IconName>> = {
  money_in: 'in',
  money_out: 'out',
  large_payment: 'out',
  declined: 'alert',
  standing_order_failed: 'repeat',
  account_status: 'lock',
  statement_ready: 'file',
  webhook_disabled: 'link',
  security: 'shield',
}

export function noticeIcon({ subject }: Notice): IconName {
  return icons[subject] ?? 'bell'
}

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where one can do something about it; undefined where the words are all there is. */
export function noticePlace({ subject, facts }: Notice): { to: string; label: string } | undefined {
  const known = (name: string) => {
    const value = (facts as Record<string, unknown>)[name]
    return typeof value === 'string' && id.test(value) ? value : undefined
  }
  const transfer = known('transfer')
  const order = known('standing_order')
  const batch = known('batch')
  if (subject === 'declined') return { to: '/transactions/declined', label: 'See why' }
  if (subject === 'statement_ready') return { to: '/statements', label: 'See your statements' }
  if (subject === 'standing_order_failed') return { to: order ? `/standing-orders/${order}` : '/standing-orders', label: 'See the standing order' }
  if (subject === 'webhook_disabled') return { to: '/settings/webhooks', label: 'See your webhooks' }
  if (subject === 'security') return { to: '/settings/security/activity', label: 'See recent activity' }
  if (subject === 'account_status') return { to: '/accounts', label: 'See your accounts' }
  if (batch && subject !== 'money_in') return { to: `/batches/${batch}`, label: 'See the batch' }
  return transfer ? { to: `/transfers/${transfer}`, label: 'See the movement' } : undefined
}
