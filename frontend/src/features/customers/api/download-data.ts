import { useMutation } from '@tanstack/react-query'
import { downloadWhenReady } from '@/lib/api/download'
import { useMounted } from '@/lib/use-mounted'

/** Where services run apart, a worker collects it first; it is waited for while the page is open. */
export function useDownloadData() {
  const isMounted = useMounted()
  return useMutation({
    mutationFn: () => downloadWhenReady('/api/v1/customers/me/data', 'my-data.zip', { isGone: () => !isMounted.current }),
  })
}
