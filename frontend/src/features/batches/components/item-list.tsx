import { Link } from 'react-router'
import type { BatchItem } from '@/lib/api/types'
import { formatIban, referenceOf } from '@/lib/format'

/** What became of each payment of a batch, or would. */
export function ItemList({ items }: { items: readonly BatchItem[] }) {
  return (
    <ul className="records">
      {items.map(({ amount, detail, from_account, position, reference, status, to_account, transfer_id }) => (
        <li key={position} className="record">
          <div>
            <h3>
              {position}. To <span className="iban">{formatIban(to_account)}</span>
            </h3>
            {detail && <p className="record-main">{detail}</p>}
            <p>
              From <span className="iban">{formatIban(from_account)}</span>
              {reference && `, ${reference}`}
            </p>
            {transfer_id && (
              <p>
                Reference <Link to={`/transfers/${transfer_id}`}>{referenceOf(transfer_id)}</Link>
              </p>
            )}
          </div>
          <span className="record-side">
            <span className="money">{amount}</span>
            <span className={status === 'posted' ? 'tag' : 'tag tag-warn'}>{status === 'posted' ? 'Good' : 'Refused'}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
