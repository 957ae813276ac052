const name = 'bank.dismissed-announcements'

/** Outlives the tab and the session: who has read the news has read it. */
export function isDismissed(id: string): boolean {
  return dismissed().includes(id)
}

/** `live` are the ids that still count; the others are forgotten, so that the list stays short. */
export function dismiss(id: string, live: readonly string[]): void {
  const kept = dismissed().filter((each) => each !== id && live.includes(each))
  localStorage.setItem(name, JSON.stringify([...kept, id]))
}

function dismissed(): string[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(name) ?? '[]')
    return Array.isArray(held) ? held.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}
