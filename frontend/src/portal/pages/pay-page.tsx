import { kindWords } from '@/features/transactions/kinds'
import { PageTitle } from '@/components/page-title'
import { type Task, TaskList } from '../task-list'

const tasks: readonly Task[] = [
  { ...kindWords.transfer, icon: 'pay' },
  { path: '/payees', title: 'Payees', lead: 'Whom you pay, by name: add, rename, pay.', icon: 'people' },
  { path: '/standing-orders', title: 'Standing orders', lead: 'Plan a payment for a date, or again and again.', icon: 'repeat' },
  { path: '/batches', title: 'Many payments at once', lead: 'From a file: tried out first, then posted together.', icon: 'stack' },
  { ...kindWords.deposit, icon: 'plus' },
  { ...kindWords.withdrawal, icon: 'minus' },
]

export function Component() {
  return (
    <div className="narrow">
      <PageTitle title="Pay" lead="What would you like to do?" />
      <TaskList tasks={tasks} />
    </div>
  )
}
