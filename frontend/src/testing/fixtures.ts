import type { Account, Customer, Limit, Payee, StandingOrder } from '@/lib/api/types'

export const ada: Customer = {
  id: '01900000-0000-7000-8000-00000000000c',
  given_name: 'Ada',
  family_name: 'Lovelace',
  date_of_birth: '1990-05-17',
  gender: '',
  occupation: 'Engineer',
  income: null,
  phone: '+4930901820',
  email: 'ada@example.org',
  tax_country: 'DE',
  tax_id: '',
  language: 'en',
  status: 'active',
  created_at: '2026-05-03T10:00:00Z',
  is_masked: false,
}

export function makeAccount(changes: Partial<Account> = {}): Account {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    number: 'DE89370400440532013000',
    title: 'Ada Lovelace',
    nickname: '',
    account_type: { id: 't1', code: 'CUR', name: 'Everyday', kind: 'current' },
    branch: {
      id: 'b1',
      code: '001',
      name: 'Harbour Street',
      street: 'Harbour Street 1',
      postal_code: '20095',
      city: 'Hamburg',
      phone: '+49 40 123456',
    },
    bank_name: 'BankingSystem',
    bank_bic: 'BANKDEFFXXX',
    statement_frequency: 'monthly',
    currency: 'EUR',
    status: 'open',
    access: 'owner',
    balance: '250.00',
    available: '250.00',
    overdraft_limit: '0.00',
    minimum_balance: '0.00',
    minimum_opening: '0.00',
    opened_at: '2026-05-03T10:00:00Z',
    closed_at: null,
    dormant_at: null,
    freezes: [],
    ...changes,
  }
}

export const everyday = makeAccount()

export const savings = makeAccount({
  id: '01900000-0000-7000-8000-000000000002',
  number: 'DE75512108001245126199',
  nickname: 'Holiday',
  account_type: { id: 't2', code: 'SAV', name: 'Easy saver', kind: 'savings' },
  balance: '1000.00',
  available: '1000.00',
})

export const someoneElsesIban = 'DE02120300000000202051'

export function makePayee(changes: Partial<Payee> = {}): Payee {
  return {
    id: '01900000-0000-7000-8000-0000000000a1',
    name: 'Grace Hopper',
    nickname: '',
    number: someoneElsesIban,
    currency: 'EUR',
    name_check: 'match',
    added_at: '2026-05-03T10:00:00Z',
    last_used_at: null,
    cooling_off: null,
    ...changes,
  }
}

export function makeLimit(changes: Partial<Limit> = {}): Limit {
  return {
    id: '01900000-0000-7000-8000-0000000000b1',
    kind: 'day',
    product: 'CUR',
    source: 'bank',
    currency: 'EUR',
    amount: '1000.00',
    used: '250.00',
    remaining: '750.00',
    first_date: '2026-11-21',
    last_date: '2026-11-21',
    ...changes,
  }
}

export function makeOrder(changes: Partial<StandingOrder> = {}): StandingOrder {
  return {
    id: '01900000-0000-7000-8000-0000000000d1',
    status: 'active',
    from_account: everyday.id,
    to_account: { id: 'x', number: someoneElsesIban, name: 'Grace Hopper' },
    amount: '40.00',
    currency: 'EUR',
    note: 'Rent',
    frequency: 'monthly',
    interval: 1,
    day_of_month: null,
    first_date: '2026-12-01',
    end_date: null,
    max_executions: null,
    retry_days: 3,
    skipped_dates: [],
    next_date: '2026-12-01',
    settled_count: 0,
    schedule: 'every month',
    created_at: '2026-11-21T10:00:00Z',
    ...changes,
  }
}
