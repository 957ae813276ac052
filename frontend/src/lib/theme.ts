export type ThemeChoice = 'system' | 'light' | 'dark'

const name = 'bank.theme'
const system = () => matchMedia('(prefers-color-scheme: dark)')

/** public/theme.js applies the same rule before the first paint. */
export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(name)
  return stored === 'dark' || stored === 'light' ? stored : 'system'
}

export function isDark(): boolean {
  return document.documentElement.dataset.bsTheme === 'dark'
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(name)
  else localStorage.setItem(name, choice)
  apply()
}

export function followSystemTheme(): void {
  system().addEventListener('change', apply)
}

function apply(): void {
  const choice = themeChoice()
  const dark = choice === 'dark' || (choice === 'system' && system().matches)
  document.documentElement.dataset.bsTheme = dark ? 'dark' : 'light'
  window.dispatchEvent(new Event('bank:theme'))
}
