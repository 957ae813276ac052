import { expect, it } from 'vitest'
import { ibanProblem } from './iban'

it.each(['DE89370400440532013000', 'de89 3704 0044 0532 0130 00', 'GB29 NWBK 6016 1331 9268 19'])('accepts %s', (text) => {
  expect(ibanProblem(text)).toBeNull()
})

it.each(['', 'DE', '1234567890', 'DE88370400440532013000', 'DE89370400440532013001', 'DE8937040044053201300٣'])('refuses %j', (text) => {
  expect(ibanProblem(text)).not.toBeNull()
})
