import { Link, useNavigate, useSearchParams } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { StatementForm } from '@/features/statements/components/statement-form'
import { StatementList } from '@/features/statements/components/statement-list'
import { PageTitle } from '@/components/page-title'
import { SelectField } from '@/components/select-field'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, isWanted, lastFour } from '@/lib/account-name'
import { toProfile } from '../places'

/** Statements of all accounts, or with ?account= those of one. */
export function Component() {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const accounts = useAccounts()
  const account = params.get('account') ?? ''
  const usable = accounts.data?.filter((each) => !isWanted(each)) ?? []
  const nameOf = (id: string) => {
    const found = accounts.data?.find((each) => each.id === id)
    return found ? accountName(found) : 'Account'
  }
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle
        title="Statements"
        lead="What arrived and left in a period, with a hash that proves each file."
        actions={
          <Link to="/statements/check" className="btn btn-outline-primary">
            Check a file
          </Link>
        }
      />
      {accounts.isPending && <Skeleton rows={4} label="Loading accounts" />}
      {!accounts.isPending && !accounts.data && (
        <ErrorState title="Your accounts are not available" error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.data && (
        <section className="panel" aria-labelledby="made-title">
          <h2 id="made-title">Made so far</h2>
          {usable.length > 1 && (
            <SelectField
              id="statements-account"
              name="account"
              label="Of the account"
              value={account}
              onChange={(event) => {
                setParams(event.target.value ? { account: event.target.value } : {}, { preventScrollReset: true, replace: true })
              }}
            >
              <option value="">All accounts</option>
              {usable.map((each) => (
                <option key={each.id} value={each.id}>
                  {accountName(each)} ···{lastFour(each.number)}
                </option>
              ))}
            </SelectField>
          )}
          <StatementList account={account} nameOf={nameOf} />
        </section>
      )}
      {usable.length > 0 && (
        <section className="panel" aria-labelledby="make-title">
          <h2 id="make-title">Make a statement</h2>
          <StatementForm
            key={account}
            accounts={usable}
            preselected={account}
            onMade={({ id }, format) => void navigate(`/statements/${id}`, { state: { format } })}
          />
        </section>
      )}
    </div>
  )
}
