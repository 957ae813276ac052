import { PagedList } from '@/components/paged-list'
import { formatInstant } from '@/lib/format'
import { useCustomerEdits } from '../api/data-rights'
import { customerEditLines, customerEditTitle } from '../data-words'

/** What was changed about somebody's own record, and when. */
export function CustomerEdits({ customerId }: { customerId: string }) {
  const list = useCustomerEdits(customerId)
  return (
    <PagedList list={list} what="changes" empty={<p className="panel-lead">Nothing was changed yet.</p>}>
      {(edits) => (
        <ul className="records">
          {edits.map((edit) => (
            <li key={edit.id} className="record">
              <div>
                <h3>{customerEditTitle(edit)}</h3>
                {customerEditLines(edit).map((line) => (
                  <p key={line} className="record-main">
                    {line}
                  </p>
                ))}
                <p>
                  {formatInstant(edit.happened_at)}, by {edit.actor === customerId ? 'you' : 'the bank'}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}
