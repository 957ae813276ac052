import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { useDownloadData } from '../api/download-data'

export function MyData() {
  const data = useDownloadData()
  return (
    <>
      <p className="panel-lead">Everything we keep about you and your accounts, in one ZIP that people and programs can read.</p>
      <ActionProblem error={data.error} />
      <div className="panel-actions">
        <Button
          variant="outline-primary"
          aria-disabled={data.isPending}
          onClick={() => {
            if (!data.isPending) data.mutate()
          }}
        >
          {data.isPending ? 'Putting it together…' : 'Download my data'}
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {data.isSuccess ? 'Your data was downloaded.' : ''}
      </p>
    </>
  )
}
