import { Link } from 'react-router'
import { useAccountTypes } from '@/features/accounts/api/list-account-types'
import { PriceList } from '@/features/accounts/components/price-list'
import { ProductTable } from '@/features/accounts/components/product-table'
import { useRatesInForce } from '@/features/interest/api/list-rates-in-force'
import { rateSentence } from '@/features/interest/rate-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

/** What is on offer, side by side, and what it costs. */
export function Component() {
  const types = useAccountTypes()
  const rates = useRatesInForce()
  const interestOf = (code: string) => {
    const rate = rates.data?.get(code)
    return rate ? rateSentence(rate) : ''
  }
  return (
    <>
      <Link to="/accounts/open" className="back-link">
        Open an account
      </Link>
      <PageTitle title="Compare accounts" lead="What each of them offers and costs." />
      {types.isPending && <Skeleton rows={5} label="Loading account types" />}
      {!types.isPending && !types.data && (
        <ErrorState title="The accounts are not available" error={types.error} onRetry={() => void types.refetch()} />
      )}
      {types.data && (
        <>
          <section className="panel" aria-labelledby="compare-title">
            <h2 id="compare-title">On offer</h2>
            <ProductTable types={types.data} interestOf={interestOf} />
          </section>
          <section className="panel" aria-labelledby="prices-title">
            <h2 id="prices-title">Prices</h2>
            <PriceList types={types.data} />
          </section>
        </>
      )}
    </>
  )
}
