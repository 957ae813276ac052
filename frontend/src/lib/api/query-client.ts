import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem'

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // An answer of 4xx will be the same next time.
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
      },
      // A mutation is never repeated behind the person's back.
      mutations: { retry: false },
    },
  })
}
