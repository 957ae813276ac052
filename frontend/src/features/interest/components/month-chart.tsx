import type { InterestMonth } from '@/lib/api/types'
import { formatMonth } from '@/lib/format'
import { formatMoney, fromWire } from '@/lib/money'
import { finding, heights, inOrder } from '../interest-words'

const width = 600
const height = 180
const gap = 0.25

/** A bar for each month. The table beside it says the same in numbers. */
export default function MonthChart({ months, currency }: { months: readonly InterestMonth[]; currency: string }) {
  const ordered = inOrder(months)
  const tall = heights(ordered, currency)
  const step = width / Math.max(ordered.length, 1)
  return (
    <figure className="chart">
      <figcaption>{finding(ordered, currency)}</figcaption>
      <svg viewBox={`0 0 ${String(width)} ${String(height)}`} role="img" aria-label={finding(ordered, currency)}>
        <line className="chart-ground" x1={0} x2={width} y1={height - 1} y2={height - 1} />
        {ordered.map(({ month, accrued }, index) => {
          const tip = (tall[index] ?? 0) * (height / 1000)
          return (
            <rect key={month} className="chart-bar" x={step * (index + gap / 2)} width={step * (1 - gap)} y={height - tip} height={tip} rx={4}>
              <title>{`${formatMonth(month)}: ${formatMoney(fromWire(accrued, currency))}`}</title>
            </rect>
          )
        })}
      </svg>
      {ordered.length > 1 && (
        <p className="chart-ends" aria-hidden="true">
          <span>{formatMonth(ordered[0]?.month ?? '')}</span>
          <span>{formatMonth(ordered.at(-1)?.month ?? '')}</span>
        </p>
      )}
    </figure>
  )
}
