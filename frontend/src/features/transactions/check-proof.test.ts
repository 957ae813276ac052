import { expect, it } from 'vitest'
import type { ReceiptProof } from '@/lib/api/types'
import { checkProof } from './check-proof'

// Made with the Python of docs/ledger.md, and with letters that JSON may write in two ways.
const receipt: ReceiptProof = {
  format: 'receipt',
  transfer: {
    id: '01900000-0000-7000-8000-0000007f3a22',
    amount_minor: 2500,
    currency: 'EUR',
    note: 'a1b2',
    kind: 'transfer',
    title: 'Gr\u00fc\u00dfe \u20ac/\u007f',
  },
  parts: {},
  proof: {
    leaf: '',
    index: 1,
    path: [
      { side: 'left', hash: '72dfcfb0c470ac255cde83fb8fe38de8a128188e03ea5ba5b2a93adbea1062fa' },
      { side: 'right', hash: '8c2574892063f995fdf756bce07f46c1a5193e54cd52837ed91e32008ccf41ac' },
    ],
    root: '8db3099691777459e9fb0ad244edb79f715b04c6a8af4fe86ecfa8e598016584',
    day: {
      business_date: '2026-11-20',
      count: 4,
      position: 7,
      previous: '0000000000000000000000000000000000000000000000000000000000000000',
      root: '8db3099691777459e9fb0ad244edb79f715b04c6a8af4fe86ecfa8e598016584',
      seal: '1aeab316ea7e50bc8eba78606e58f6b914915d7260eb38e0f680354f3d99a25a',
    },
  },
}

it('computes the seal from the movement', async () => {
  expect(await checkProof(receipt)).toBe(true)
})

it('finds a movement that was changed', async () => {
  expect(await checkProof({ ...receipt, transfer: { ...receipt.transfer, amount_minor: 2501 } })).toBe(false)
})

it('finds a seal that is not over this day', async () => {
  const { proof } = receipt
  if (!proof) throw new Error('The receipt has a proof.')
  expect(await checkProof({ ...receipt, proof: { ...proof, day: { ...proof.day, count: 5 } } })).toBe(false)
})

it('proves nothing before the day is closed', async () => {
  expect(await checkProof({ ...receipt, proof: null })).toBe(false)
})
