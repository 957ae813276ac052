import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { PreferenceChange } from '@/lib/api/types'

export function usePreferences() {
  return useQuery({
    queryKey: queryKeys.preferences,
    queryFn: async () => (await unwrap(api.GET('/api/v1/notification-preferences'))).results,
  })
}

/** The answer has all subjects as they are now. */
export function useSetPreference() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: PreferenceChange) =>
      (await unwrap(api.PUT('/api/v1/notification-preferences', { body: { preferences: [change] } }))).results,
    onSuccess: (preferences) => {
      client.setQueryData(queryKeys.preferences, preferences)
    },
  })
}
