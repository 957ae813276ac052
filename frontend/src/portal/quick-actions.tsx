import { Link } from 'react-router'
import { Icon } from '@/components/icon'

const actions = [
  { to: '/deposit', label: 'Deposit', icon: 'plus' },
  { to: '/withdraw', label: 'Withdraw', icon: 'minus' },
  { to: '/transfer', label: 'Transfer', icon: 'pay' },
] as const

export function QuickActions({ account }: { account?: string }) {
  return (
    <ul className="quick-actions" aria-label="Move money">
      {actions.map(({ to, label, icon }) => (
        <li key={to}>
          <Link to={account ? `${to}?account=${account}` : to}>
            <Icon name={icon} />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
