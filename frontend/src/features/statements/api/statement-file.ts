import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '@/lib/api/client'
import { downloadWhenReady } from '@/lib/api/download'
import { queryKeys } from '@/lib/api/query-keys'
import type { StatementFile } from '@/lib/api/types'
import { useMounted } from '@/lib/use-mounted'

function makeAgain(id: string, format: StatementFile['format']): Promise<StatementFile> {
  return unwrap(api.POST('/api/v1/statements/{statement_id}/retry', { params: { path: { statement_id: id } }, body: { format } }))
}

/** Makes a statement's file, waits while a worker makes a long one, and saves it. `percent` says how far it is. */
export function useStatementFile(id: string) {
  const client = useQueryClient()
  const [percent, setPercent] = useState(0)
  const isMounted = useMounted()
  const file = useMutation({
    mutationFn: async ({ format, hasFailed }: { format: StatementFile['format']; hasFailed: boolean }) => {
      setPercent(0)
      // What failed stays so until somebody asks for it to be made again.
      if (hasFailed) await makeAgain(id, format)
      await downloadWhenReady(`/api/v1/statements/${id}/content?format=${format}`, `statement.${format}`, {
        isGone: () => !isMounted.current,
        onMaking: (body) => {
          setPercent((body as StatementFile).percent)
        },
      })
    },
    // Whatever came of it, the statement now knows more of this file: its hash, or that it failed.
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.statement(id) }),
  })
  return { ...file, percent }
}
