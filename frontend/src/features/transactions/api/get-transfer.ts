import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { Transfer } from '@/lib/api/types'
import { type Posted, readReceipt } from '../receipt-store'

function getTransfer(id: string): Promise<Transfer> {
  const params = { path: { transfer_id: id } }
  return unwrap(api.GET('/api/v1/transfers/{transfer_id}', { params }))
}

/** A receipt of this tab, else the bank's record: a bookmarked confirmation still opens. */
export function useReceipt(id: string) {
  return useQuery<Posted>({
    queryKey: queryKeys.transfer(id),
    queryFn: async () => readReceipt(id) ?? (await getTransfer(id)),
    staleTime: Infinity,
  })
}
