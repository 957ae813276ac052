import { Link } from 'react-router'
import { Icon } from '@/components/icon'
import { isUnsettled } from '@/lib/use-intent'
import { readDraft } from '../draft'
import { type PaymentKind, kindWords } from '../kinds'

/** Before another one is begun, an earlier attempt without a known outcome deserves a look. */
export function UnsettledNotice({ kind }: { kind: PaymentKind }) {
  if (!isUnsettled(kind) || !readDraft(kind)) return null
  return (
    <div className="outcome outcome-unknown" role="status">
      <Icon name="clock" size={24} />
      <div>
        <h2>Your last request is still being checked</h2>
        <p>
          We do not know yet whether it went through. <Link to={`${kindWords[kind].path}/check`}>See what happened</Link>{' '}
          before you send another.
        </p>
      </div>
    </div>
  )
}
