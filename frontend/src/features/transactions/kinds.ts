export type PaymentKind = 'deposit' | 'withdrawal' | 'transfer'

export interface KindWords {
  readonly path: string
  readonly title: string
  readonly lead: string
  /** The last button, before the amount: "Send €25.00". */
  readonly verb: string
  readonly done: string
  readonly notDone: string
}

export const kindWords: Record<PaymentKind, KindWords> = {
  deposit: {
    path: '/deposit',
    title: 'Deposit',
    lead: 'Pay cash into one of your accounts.',
    verb: 'Deposit',
    done: 'Deposited',
    notDone: 'Not deposited',
  },
  withdrawal: {
    path: '/withdraw',
    title: 'Withdraw',
    lead: 'Take cash out of one of your accounts.',
    verb: 'Withdraw',
    done: 'Withdrawn',
    notDone: 'Not withdrawn',
  },
  transfer: {
    path: '/transfer',
    title: 'Transfer',
    lead: 'Move money to another of your accounts, or pay someone else.',
    verb: 'Send',
    done: 'Sent',
    notDone: 'Not sent',
  },
}
