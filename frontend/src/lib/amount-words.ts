import { exponentOf } from './currency'
import type { AmountProblem } from './money'

/** Says what to do, not only what is wrong. */
export function amountProblemText(problem: AmountProblem, currency: string): string {
  switch (problem) {
    case 'empty':
      return 'Enter an amount.'
    case 'too_many_decimals': {
      const places = exponentOf(currency)
      return places === 0
        ? `Enter a whole amount. ${currency} has no decimals.`
        : `Enter an amount with no more than ${String(places)} decimals.`
    }
    case 'zero':
      return 'Enter an amount above zero.'
    case 'too_large':
      return 'Enter a smaller amount.'
    case 'not_an_amount':
      return 'Enter an amount in digits, such as 25.00.'
  }
}
