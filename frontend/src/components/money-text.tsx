import { formatMoney, fromWire } from '@/lib/money'

interface MoneyTextProps {
  amount: string
  currency: string
}

/** An amount from the server, in tabular figures. */
export function MoneyText({ amount, currency }: MoneyTextProps) {
  return <span className="money">{formatMoney(fromWire(amount, currency))}</span>
}

/** A movement: the sign and a word say which way it went, the colour only repeats it. */
export function SignedMoney({ amount, currency, direction }: MoneyTextProps & { direction: 'in' | 'out' }) {
  const { minor } = fromWire(amount, currency)
  const signed = { minor: direction === 'out' ? -minor : minor, currency }
  return (
    <span className={`money money-${direction}`}>
      <span className="visually-hidden">{direction === 'in' ? 'Money in:' : 'Money out:'}</span> {formatMoney(signed, 'always')}
    </span>
  )
}
