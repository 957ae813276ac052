import { useMutation } from '@tanstack/react-query'
import { download } from '@/lib/api/download'

export function useDownloadData() {
  return useMutation({ mutationFn: () => download('/api/v1/customers/me/data', 'my-data.zip') })
}
