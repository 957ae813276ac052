import { NavLink, useLocation } from 'react-router'
import { Icon, type IconName } from '@/components/icon'

const places: readonly { to: string; label: string; icon: IconName }[] = [
  { to: '/', label: 'Home', icon: 'home' },
  { to: '/accounts', label: 'Accounts', icon: 'accounts' },
  { to: '/pay', label: 'Pay', icon: 'pay' },
  { to: '/transactions', label: 'Activity', icon: 'activity' },
  { to: '/profile', label: 'Profile', icon: 'profile' },
]

const payPaths = /^\/(pay|deposit|withdraw|transfer)(\/|$)/

/** A rail on wide screens and a bar at the bottom of a phone: one list, placed by CSS. */
export function Navigation() {
  const isPaying = payPaths.test(useLocation().pathname)
  return (
    <nav className="navigation" aria-label="Main">
      <ul>
        {places.map(({ to, label, icon }) => (
          <li key={to}>
            <NavLink to={to} end={to === '/'} className={({ isActive }) => (isActive || (to === '/pay' && isPaying) ? 'active' : '')}>
              <Icon name={icon} size={22} />
              <span>{label}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
