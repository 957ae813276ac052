import { LoadMore } from '@/components/load-more'
import { ErrorState, Skeleton } from '@/components/states'
import { formatInstant } from '@/lib/format'
import { useAccountEdits } from '../api/list-edits'
import { editLines, editTitle } from '../edit-words'

/** What was changed, by whom as far as a customer is told, and when. */
export function EditList({ accountId, personId }: { accountId: string; personId: string }) {
  const list = useAccountEdits(accountId)
  if (list.isPending) return <Skeleton rows={2} label="Loading changes" />
  if (!list.data) return <ErrorState title="The changes are not available" error={list.error} onRetry={() => void list.refetch()} />
  const edits = list.data.pages.flatMap((page) => page.results)
  if (edits.length === 0) return <p className="panel-lead">Nothing was changed yet.</p>
  return (
    <>
      <ul className="records">
        {edits.map((edit) => (
          <li key={edit.id} className="record">
            <div>
              <h3>{editTitle(edit)}</h3>
              {editLines(edit).map((line) => (
                <p key={line} className="record-main">
                  {line}
                </p>
              ))}
              {edit.reason && <p>“{edit.reason}”</p>}
              <p>
                {formatInstant(edit.happened_at)}, by {edit.actor === personId ? 'you' : edit.actor ? 'another holder' : 'the bank'}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  )
}
