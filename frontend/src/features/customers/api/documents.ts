import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/lib/api/client'
import { download } from '@/lib/api/download'
import { queryKeys } from '@/lib/api/query-keys'
import type { IdentityDocument } from '@/lib/api/types'
import { upload } from '@/lib/api/upload'

export interface Scan {
  readonly kind: IdentityDocument['kind']
  readonly file: File
  readonly number: string
  readonly country: string
  readonly expires_date: string
}

export function useDocuments(customerId: string) {
  return useQuery({
    queryKey: queryKeys.documents(customerId),
    queryFn: async () => {
      const params = { path: { customer_id: customerId } }
      return (await unwrap(api.GET('/api/v1/customers/{customer_id}/documents', { params }))).results
    },
  })
}

/** `share` is how much of the file has left, from 0 to 1. */
export function useUploadDocument(customerId: string) {
  const client = useQueryClient()
  const [share, setShare] = useState(0)
  const sending = useMutation({
    mutationFn: (scan: Scan) => {
      setShare(0)
      return upload<IdentityDocument>(`/api/v1/customers/${customerId}/documents`, formOf(scan), setShare)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.documents(customerId) }),
  })
  return { ...sending, share }
}

export function useOpenDocument(customerId: string) {
  return useMutation({
    mutationFn: ({ id, media_type }: IdentityDocument) =>
      download(`/api/v1/customers/${customerId}/documents/${id}/content`, `${id}.${media_type.split('/')[1] ?? 'bin'}`),
  })
}

function formOf(scan: Scan): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(scan) as [string, string | File][]) {
    if (value !== '') form.append(name, value)
  }
  return form
}
