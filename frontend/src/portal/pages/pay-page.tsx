import { kindWords } from '@/features/transactions/kinds'
import { PageTitle } from '@/components/page-title'
import { type Task, TaskList } from '../task-list'

const tasks: readonly Task[] = [
  { ...kindWords.transfer, icon: 'pay' },
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
