import { expect, it } from 'vitest'
import type { Transaction } from '@/lib/api/types'
import { transactionAbout, transactionTitle } from './transaction-words'

function makeTransaction(changes: Partial<Transaction>): Transaction {
  return {
    id: 't1',
    transfer_id: 'p1',
    status: 'posted',
    account: 'a1',
    type: 'transfer_in',
    direction: 'in',
    amount: '25.00',
    currency: 'EUR',
    balance_after: '25.00',
    note: '',
    counterparty: { name: 'Clearing', number: null },
    posted_at: '2026-11-21T10:00:00Z',
    value_date: '2026-11-21',
    category: null,
    ...changes,
  }
}

const person = { name: 'Grace Hopper', number: 'DE02120300000000202051' }

it.each([
  ['the note, where the other side is the bank itself', { note: 'Salary Northwind Robotics' }, 'Salary Northwind Robotics', 'Transfer in'],
  ['the type, where there is no note either', { type: 'fee' }, 'Fee', ''],
  ['the person, with the note below', { note: 'Tickets', counterparty: person }, 'Grace Hopper', 'Transfer in · Tickets'],
  ['a note once, also when it is the type’s own word', { type: 'deposit', note: 'Deposit' }, 'Deposit', ''],
])('titles a row with %s', (_, changes, title, about) => {
  const transaction = makeTransaction(changes)
  expect(transactionTitle(transaction)).toBe(title)
  expect(transactionAbout(transaction)).toBe(about)
})
