import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useCreateCategory() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST('/api/v1/categories', { body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.categories }),
  })
}
