import { Link } from 'react-router'
import { Icon, type IconName } from '@/components/icon'

export interface Task {
  readonly path: string
  readonly title: string
  readonly lead: string
  readonly icon: IconName
}

/** Places to go, each a card with one link. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="tasks">
      {tasks.map(({ path, title, lead, icon }) => (
        <li key={path} className="task">
          <span className="task-icon">
            <Icon name={icon} size={24} />
          </span>
          <div>
            <h2>
              <Link to={path} className="stretched-link">
                {title}
              </Link>
            </h2>
            <p>{lead}</p>
          </div>
          <Icon name="chevron" />
        </li>
      ))}
    </ul>
  )
}
