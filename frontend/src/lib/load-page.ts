import { readStored, store } from './session-store'

const soonMilliseconds = 10_000
const name = 'left-for'

interface Leap {
  readonly path: string
  readonly at: number
}

/** Leaves this portal for another page of the bank's. */
export const browser = {
  load(path: string): void {
    location.assign(path)
  },
}

/** True once per path and moment: a page that sends people straight back must not make them circle. */
export function mayLeaveFor(path: string, now: number): boolean {
  const last = readStored(name, isLeap)
  store(name, { path, at: now })
  return last?.path !== path || now - last.at > soonMilliseconds
}

function isLeap(value: unknown): value is Leap {
  const leap = value as Partial<Leap> | null
  return typeof leap?.path === 'string' && typeof leap.at === 'number'
}
