import type { FixedDeposit } from '@/lib/api/types'

export const statusWords: Record<FixedDeposit['status'], string> = {
  running: 'Running',
  matured: 'Matured',
  closed_early: 'Closed early',
}

export const maturityWords: Record<FixedDeposit['at_maturity'], string> = {
  pay_out: 'Pay everything out',
  roll_over: 'Place everything again',
  roll_over_principal: 'Place the sum again, pay the interest out',
}

export function termWords(months: number): string {
  return `${String(months)} ${months === 1 ? 'month' : 'months'}`
}

/** All but placing everything again pays to an account. */
export function needsPayee(instruction: string): boolean {
  return instruction !== 'roll_over'
}
