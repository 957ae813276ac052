import { NavLink, useLocation } from 'react-router'
import { Icon, type IconName } from '@/components/icon'

const places: readonly { to: string; label: string; icon: IconName }[] = [
  { to: '/', label: 'Home', icon: 'home' },
  { to: '/accounts', label: 'Accounts', icon: 'accounts' },
  { to: '/pay', label: 'Pay', icon: 'pay' },
  { to: '/transactions', label: 'Activity', icon: 'activity' },
  { to: '/profile', label: 'Profile', icon: 'profile' },
]

const settingsPaths = /^\/settings\//
const activityPaths = /^\/(transfers|statements|seals)(\/|$)/
const payPaths = /^\/(pay|payees|standing-orders|batches|deposit|withdraw|transfer)(\/|$)/

/** The pages that belong to a place though their address does not begin with its own. */
const within: Readonly<Record<string, RegExp>> = { '/pay': payPaths, '/profile': settingsPaths, '/transactions': activityPaths }

/** A rail on wide screens and a bar at the bottom of a phone: one list, placed by CSS. */
export function Navigation() {
  const { pathname } = useLocation()
  const isWithin = (to: string) => within[to]?.test(pathname) === true
  return (
    <nav className="navigation" aria-label="Main">
      <ul>
        {places.map(({ to, label, icon }) => (
          <li key={to}>
            <NavLink to={to} end={to === '/'} className={({ isActive }) => (isActive || isWithin(to) ? 'active' : '')}>
              <Icon name={icon} size={22} />
              <span>{label}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
