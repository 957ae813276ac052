import type { Account, DepositInstruction, FixedDepositRequest } from '@/lib/api/types'
import { availableCeiling, checkAmount } from '@/lib/check-amount'
import { needsPayee } from './deposit-words'

export interface InstructionAnswers {
  at_maturity: string
  pay_to: string
}

export interface DepositAnswers extends InstructionAnswers {
  account: string
  from_account: string
  amount: string
}

export function checkInstruction({ at_maturity, pay_to }: InstructionAnswers): { instruction: DepositInstruction } | { errors: Record<string, string> } {
  if (needsPayee(at_maturity) && !pay_to) return { errors: { pay_to: 'Choose where the money goes.' } }
  return { instruction: { at_maturity: at_maturity as DepositInstruction['at_maturity'], ...(needsPayee(at_maturity) && { pay_to }) } }
}

/** Without an account to pay from, the sum lies on the deposit's account already. */
export function checkDeposit(answers: DepositAnswers, accounts: readonly Account[]): { request: FixedDepositRequest } | { errors: Record<string, string> } {
  const account = accounts.find(({ id }) => id === answers.account)
  const from = accounts.find(({ id }) => id === (answers.from_account || answers.account))
  const amount = account && checkAmount(answers.amount, account.currency, from ? [availableCeiling(from)] : [])
  const instructed = checkInstruction(answers)
  const errors: Record<string, string> = {
    ...(!account && { account: 'Choose the deposit account.' }),
    ...(amount && 'error' in amount && { amount: amount.error }),
    ...('errors' in instructed && instructed.errors),
  }
  if (!account || !amount || 'error' in amount || 'errors' in instructed) return { errors }
  return {
    request: {
      account: account.id,
      amount: amount.wire,
      ...(answers.from_account && { from_account: answers.from_account }),
      ...instructed.instruction,
    },
  }
}
