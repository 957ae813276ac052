import { Link, useParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { useInterest } from '@/features/interest/api/get-interest'
import { useRatesInForce } from '@/features/interest/api/list-rates-in-force'
import { InterestSummary } from '@/features/interest/components/interest-summary'
import { MonthHistory } from '@/features/interest/components/month-history'
import { ProjectionForm } from '@/features/interest/components/projection-form'
import { RateTerms } from '@/features/interest/components/rate-terms'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, lastFour } from '@/lib/account-name'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'

/** What an account earns: so far, by month, at which terms, and what more would bring. */
export function Component() {
  const { id = '' } = useParams()
  const account = useAccount(id)
  const { data: interest, error, isPending, refetch } = useInterest(id)
  const rates = useRatesInForce()
  if (isPending) return <Skeleton rows={5} label="Loading interest" />
  if (!interest) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="The interest is not available" error={error} onRetry={() => void refetch()} />
  }
  const rate = rates.data?.get(interest.account_type)
  return (
    <div className="narrow">
      <Link to={`/accounts/${id}`} className="back-link">
        Back to the account
      </Link>
      <PageTitle title="Interest" lead={account.data && `${accountName(account.data)} ···${lastFour(account.data.number)}`} />
      <InterestSummary interest={interest} />
      <section className="panel" aria-labelledby="months-title">
        <h2 id="months-title">Month by month</h2>
        <MonthHistory interest={interest} />
      </section>
      {rate && (
        <section className="panel" aria-labelledby="terms-title">
          <h2 id="terms-title">Your terms</h2>
          <RateTerms rate={rate} />
          <Link to={`/rates?account_type=${encodeURIComponent(interest.account_type)}`}>Earlier and announced rates</Link>
        </section>
      )}
      <section className="panel" aria-labelledby="projection-title">
        <h2 id="projection-title">What would an amount earn?</h2>
        <ProjectionForm accountType={interest.account_type} currency={interest.currency} />
      </section>
    </div>
  )
}
