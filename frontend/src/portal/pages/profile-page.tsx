import { Link } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { CustomerDetails } from '@/features/customers/components/customer-details'
import { MyData } from '@/features/customers/components/my-data'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ThemeChoice } from '@/components/theme-choice'
import { HandedNotice } from '../notice'
import { type Task, TaskList } from '../task-list'

const places: readonly Task[] = [
  { path: '/profile/addresses', title: 'Addresses', lead: 'Where you live and where we write to.', icon: 'home' },
  { path: '/profile/documents', title: 'Identity documents', lead: 'Hand in a document, and see what we made of it.', icon: 'profile' },
  { path: '/statements', title: 'Statements', lead: 'By account and period, in the format that you need.', icon: 'file' },
  { path: '/settings/security', title: 'Security', lead: 'Password, second factors, devices and recent activity.', icon: 'shield' },
  { path: '/settings/limits', title: 'Limits', lead: 'How much you can pay to others, and what is left.', icon: 'lock' },
  { path: '/settings/notifications', title: 'What you hear of', lead: 'By e-mail, SMS or here, for each thing that happens.', icon: 'bell' },
  { path: '/settings/webhooks', title: 'Webhooks', lead: 'Let programs of yours know what happens.', icon: 'link' },
  { path: '/categories', title: 'Categories', lead: 'What a payment can be for: the bank’s and your own.', icon: 'tag' },
  { path: '/rates', title: 'Interest rates', lead: 'What every account earns a year, now and before.', icon: 'percent' },
  { path: '/news', title: 'News', lead: 'What the bank has to tell you.', icon: 'mail' },
]

export function Component() {
  const me = useMe()
  const { data: customer } = useMyCustomer()
  return (
    <div className="narrow">
      <PageTitle title="Profile" />
      <HandedNotice />
      <section className="panel" aria-labelledby="you-title">
        <h2 id="you-title">About you</h2>
        {me.isPending && <Skeleton rows={3} label="Loading profile" />}
        {me.isError && <ErrorState title="Your details are not available" error={me.error} onRetry={() => void me.refetch()} />}
        {me.data && customer && <CustomerDetails customer={customer} fallback={me.data} />}
      </section>
      <TaskList tasks={places} />
      <section className="panel" aria-labelledby="theme-title">
        <h2 id="theme-title">Appearance</h2>
        <ThemeChoice />
      </section>
      <section className="panel" aria-labelledby="data-title">
        <h2 id="data-title">My data</h2>
        <MyData />
        <Link to="/profile/data">What changed, and what can be forgotten</Link>
      </section>
    </div>
  )
}
