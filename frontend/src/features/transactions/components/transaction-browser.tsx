import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { useSearchParams } from 'react-router'
import { Icon } from '@/components/icon'
import { filtersFrom, queryFrom } from '../filter-params'
import { FilterChips } from './filter-chips'
import { TransactionFilters } from './transaction-filters'
import { TransactionList } from './transaction-list'

interface TransactionBrowserProps {
  currency: string
  account?: string
}

/** The list with its filters, which live in the address: a filtered list can be kept and shared. */
export function TransactionBrowser({ currency, account }: TransactionBrowserProps) {
  const [params] = useSearchParams()
  const [isOpen, setOpen] = useState(false)
  const isFiltered = Object.values(filtersFrom(params)).some(Boolean)
  return (
    <section className="panel" aria-labelledby="transactions-title">
      <div className="panel-head">
        <h2 id="transactions-title">Transactions</h2>
        <Button
          variant="outline-primary"
          size="sm"
          aria-expanded={isOpen}
          aria-controls="transaction-filters"
          onClick={() => {
            setOpen(!isOpen)
          }}
        >
          <Icon name="search" size={16} /> Search and filter
        </Button>
      </div>
      <div id="transaction-filters" hidden={!isOpen}>
        <TransactionFilters key={params.toString()} currency={currency} />
      </div>
      <FilterChips />
      <TransactionList
        query={queryFrom(filtersFrom(params), account)}
        empty={<p>{isFiltered ? 'Nothing matches these filters.' : 'Money that arrives or leaves will be listed here.'}</p>}
      />
    </section>
  )
}
