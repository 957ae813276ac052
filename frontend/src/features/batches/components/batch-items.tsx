import { useState } from 'react'
import { CheckField } from '@/components/check-field'
import { PagedList } from '@/components/paged-list'
import { useBatchItems } from '../api/batches'
import { ItemList } from './item-list'

/** Each payment of a posted batch, or only what was refused. */
export function BatchItems({ batchId }: { batchId: string }) {
  const [isRefusedOnly, setRefusedOnly] = useState(false)
  const list = useBatchItems(batchId, isRefusedOnly)
  return (
    <>
      <CheckField id="refused-only" label="Only what was refused" checked={isRefusedOnly} onChange={setRefusedOnly} />
      <PagedList
        list={list}
        what="payments"
        empty={<p className="panel-lead">{isRefusedOnly ? 'Nothing was refused.' : 'It has no payments.'}</p>}
      >
        {(items) => <ItemList items={items} />}
      </PagedList>
    </>
  )
}
