import { useMe } from '@/features/auth/api/get-me'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { SummaryList } from '@/components/summary-list'
import { ThemeChoice } from '@/components/theme-choice'
import { formatDate } from '@/lib/format'
import { type Task, TaskList } from '../task-list'

const places: readonly Task[] = [
  { path: '/categories', title: 'Categories', lead: 'What a payment can be for: the bank’s and your own.', icon: 'tag' },
  { path: '/rates', title: 'Interest rates', lead: 'What every account earns a year, now and before.', icon: 'percent' },
  { path: '/news', title: 'News', lead: 'What the bank has to tell you.', icon: 'mail' },
]

export function Component() {
  const me = useMe()
  const { data: customer } = useMyCustomer()
  const name = customer ? `${customer.given_name} ${customer.family_name}` : ''
  return (
    <div className="narrow">
      <PageTitle title="Profile" />
      <section className="panel" aria-labelledby="you-title">
        <h2 id="you-title">About you</h2>
        {me.isPending && <Skeleton rows={3} label="Loading profile" />}
        {me.isError && <ErrorState title="Your details are not available" error={me.error} onRetry={() => void me.refetch()} />}
        {me.data && (
          <SummaryList
            rows={[
              { term: 'Name', value: name },
              { term: 'E-mail', value: me.data.email },
              { term: 'Phone', value: me.data.phone },
              { term: 'Date of birth', value: me.data.date_of_birth ? formatDate(me.data.date_of_birth) : 'Not given' },
            ]}
          />
        )}
      </section>
      <section className="panel" aria-labelledby="theme-title">
        <h2 id="theme-title">Appearance</h2>
        <ThemeChoice />
      </section>
      <TaskList tasks={places} />
    </div>
  )
}
