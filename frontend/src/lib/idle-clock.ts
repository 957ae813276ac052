const name = 'bank.active-at'
// Often enough for a countdown in seconds, seldom enough to cost nothing.
const noteEveryMilliseconds = 1000

/** When a person last did something in any tab, in milliseconds. Nothing of what they did. */
export const idleClock = {
  note(now: number): void {
    if (Math.abs(now - idleClock.lastActiveAt()) < noteEveryMilliseconds) return
    localStorage.setItem(name, String(now))
  },
  lastActiveAt(): number {
    return Number(localStorage.getItem(name) ?? 0)
  },
}
