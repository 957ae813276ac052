import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { createQueryClient } from '@/lib/api/query-client'
import { session } from '@/lib/api/session'

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient)
  useEffect(
    () =>
      session.subscribe(() => {
        // What one person saw must not wait in the cache for the next.
        if (session.status() === 'out') client.clear()
      }),
    [client],
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
