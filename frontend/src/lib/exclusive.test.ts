import { expect, it, vi } from 'vitest'
import { exclusively } from './exclusive'

/** Runs three pieces of work at the same time and reports how many ever ran together. */
async function crowd(): Promise<number> {
  let running = 0
  let most = 0
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 15))
    running -= 1
  }
  await Promise.all([exclusively('crowd', work), exclusively('crowd', work), exclusively('crowd', work)])
  return most
}

it('lets one at a time in, also where the browser has no locks', async () => {
  expect('locks' in navigator && navigator.locks).toBeFalsy()
  expect(await crowd()).toBe(1)
})

it('uses the locks of the browser where it has them', async () => {
  const request = vi.fn((_name: string, work: () => Promise<unknown>) => work())
  vi.stubGlobal('navigator', { locks: { request } })
  expect(await exclusively('crowd', () => Promise.resolve('done'))).toBe('done')
  expect(request).toHaveBeenCalledWith('crowd', expect.any(Function))
  vi.unstubAllGlobals()
})

it('lets the next in after a failure, and after a tab that died with the lease', async () => {
  await expect(exclusively('crowd', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  localStorage.setItem('crowd', JSON.stringify({ owner: 'a closed tab', until: Date.now() - 1 }))
  expect(await exclusively('crowd', () => Promise.resolve('in'))).toBe('in')
})
