import { Link } from 'react-router'
import { useRatesInForce } from '../api/list-rates-in-force'
import { rateSentence } from '../rate-words'

/** What an account of this type earns now, with the way to what it earned before. */
export function RateInForce({ code }: { code: string }) {
  const rates = useRatesInForce()
  const rate = rates.data?.get(code)
  return (
    <>
      {rates.isPending && 'Loading…'}
      {!rates.isPending && !rates.data && 'Not available just now'}
      {rates.data && (rate ? rateSentence(rate) : 'None')}
      <br />
      <Link to={`/rates?account_type=${encodeURIComponent(code)}`}>Rate history</Link>
    </>
  )
}
