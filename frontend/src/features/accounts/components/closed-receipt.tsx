import { Icon } from '@/components/icon'
import { SummaryList } from '@/components/summary-list'
import { accountName } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'

export function ClosedReceipt({ account }: { account: Account }) {
  return (
    <>
      <section className="receipt-hero" aria-label="Outcome">
        <span className="receipt-tick">
          <Icon name="check" size={30} />
        </span>
        <p className="receipt-name">{accountName(account)}</p>
        <p role="status">This account is closed. Its transactions stay here for you to read.</p>
      </section>
      <section className="panel" aria-labelledby="closed-details">
        <h2 id="closed-details">Details</h2>
        <SummaryList
          rows={[
            { term: 'IBAN', value: formatIban(account.number) },
            { term: 'Type', value: account.account_type.name },
            { term: 'Opened', value: formatInstant(account.opened_at) },
          ]}
        />
      </section>
    </>
  )
}
