import { useSyncExternalStore } from 'react'
import { chooseTheme, isDark } from '@/lib/theme'
import { Icon } from './icon'

export function ThemeToggle() {
  const dark = useSyncExternalStore(subscribe, isDark)
  return (
    <button
      type="button"
      className="icon-button"
      onClick={() => {
        chooseTheme(dark ? 'light' : 'dark')
      }}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
      <span className="visually-hidden">{dark ? 'Use light theme' : 'Use dark theme'}</span>
    </button>
  )
}

function subscribe(listener: () => void) {
  window.addEventListener('bank:theme', listener)
  return () => {
    window.removeEventListener('bank:theme', listener)
  }
}
