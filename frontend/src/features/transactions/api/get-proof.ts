import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

/** The receipt with its proof; the proof comes when the business day is closed. */
export function useReceiptProof(transfer: string) {
  return useQuery({
    queryKey: queryKeys.receiptProof(transfer),
    queryFn: () =>
      unwrap(api.GET('/api/v1/transfers/{transfer_id}/receipt', { params: { path: { transfer_id: transfer } } })),
  })
}
