const prefix = 'bank.'

/** What must survive a refresh of this tab and nothing more: drafts, intents, receipts. */
export function readStored<T>(name: string, isValid: (value: unknown) => value is T): T | null {
  const text = sessionStorage.getItem(prefix + name)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isValid(value) ? value : null
  } catch {
    return null
  }
}

export function store(name: string, value: unknown): void {
  sessionStorage.setItem(prefix + name, JSON.stringify(value))
}

export function forget(name: string): void {
  sessionStorage.removeItem(prefix + name)
}

/** Whoever signs in next in this tab finds nothing of the person before them. */
export function claimFor(owner: string): void {
  if (readStored('owner', (value) => typeof value === 'string') === owner) return
  forgetEverything()
  store('owner', owner)
}

export function forgetEverything(): void {
  Object.keys(sessionStorage)
    .filter((name) => name.startsWith(prefix))
    .forEach((name) => {
      sessionStorage.removeItem(name)
    })
}
