const leaseMilliseconds = 10_000
const pauseMilliseconds = 40

/**
 * Runs one piece of work at a time among all tabs of this browser. Browsers have locks for that, on
 * secure origins; elsewhere a lease in the storage that all tabs share comes close.
 */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = (navigator as Partial<Navigator>).locks
  if (locks) return (await locks.request(name, work)) as T
  const owner = await takeLease(name)
  try {
    return await work()
  } finally {
    if (leaseOf(name)?.owner === owner) localStorage.removeItem(name)
  }
}

async function takeLease(name: string): Promise<string> {
  const owner = Array.from(crypto.getRandomValues(new Uint32Array(2))).join('-')
  for (;;) {
    const held = leaseOf(name)
    if (!held || held.until < Date.now()) {
      localStorage.setItem(name, JSON.stringify({ owner, until: Date.now() + leaseMilliseconds }))
      // Two tabs may write at the same moment; after a pause both read who was last.
      await pause()
      if (leaseOf(name)?.owner === owner) return owner
    }
    await pause()
  }
}

function leaseOf(name: string): { owner: string; until: number } | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as { owner: string; until: number } | null
  } catch {
    return null
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, pauseMilliseconds)
  })
}
