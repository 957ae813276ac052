import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import type { Address } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { useEndAddress } from '../api/addresses'
import { addressLines, addressWords } from '../customer-words'

/** The addresses that count now. Home stays; another one can end without a successor. */
export function AddressList({ customerId, addresses }: { customerId: string; addresses: readonly Address[] }) {
  return (
    <ul className="records">
      {addresses.map((address) => (
        <AddressRow key={address.id} customerId={customerId} address={address} />
      ))}
    </ul>
  )
}

function AddressRow({ customerId, address }: { customerId: string; address: Address }) {
  const end = useEndAddress(customerId)
  const word = addressWords[address.kind]
  return (
    <li className="record">
      <div>
        <h3>{word}</h3>
        <address>
          {addressLines(address).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </address>
        <p>Since {formatDate(address.valid_from)}</p>
        <ActionProblem error={end.error} />
      </div>
      {address.kind !== 'home' && (
        <Button
          variant="outline-primary"
          size="sm"
          aria-disabled={end.isPending}
          onClick={() => {
            if (!end.isPending) end.mutate(address.id)
          }}
        >
          End <span className="visually-hidden">the address for {word.toLowerCase()}</span>
        </Button>
      )}
    </li>
  )
}

export function PastAddresses({ addresses }: { addresses: readonly Address[] }) {
  return (
    <details className="more">
      <summary>Earlier addresses ({addresses.length})</summary>
      <ul className="records">
        {addresses.map((address) => (
          <li key={address.id} className="record">
            <div>
              <h3>{addressWords[address.kind]}</h3>
              <p className="record-main">{addressLines(address).join(', ')}</p>
              <p>
                {formatDate(address.valid_from)} to {address.valid_to ? formatDate(address.valid_to) : 'now'}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}
