import type { Account } from '@/lib/api/types'

export function makeAccount(changes: Partial<Account> = {}): Account {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    number: 'DE89370400440532013000',
    title: 'Ada Lovelace',
    nickname: '',
    account_type: { id: 't1', code: 'CUR', name: 'Everyday', kind: 'current' },
    branch: { id: 'b1', code: '001', name: 'Harbour Street' },
    bank_name: 'BankingSystem',
    currency: 'EUR',
    status: 'open',
    access: 'owner',
    balance: '250.00',
    available: '250.00',
    opened_at: '2026-05-03T10:00:00Z',
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
