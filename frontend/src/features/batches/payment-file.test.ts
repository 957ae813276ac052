import { expect, it } from 'vitest'
import { digestOf } from '@/lib/digest'
import { readPaymentFile, transfersIn } from './payment-file'

const fileOf = (content: string) => new File([content], 'payments')

it('takes a payment file and a list of transfers', async () => {
  expect(await readPaymentFile(fileOf('\n<?xml version="1.0"?><Document/>'))).toMatchObject({ file: { kind: 'xml' } })
  expect(await readPaymentFile(fileOf('[{"amount": "1.00"}]'))).toMatchObject({ file: { kind: 'json' } })
  expect(transfersIn('{"transfers": [{"amount": "1.00"}]}')).toEqual([{ amount: '1.00' }])
})

it.each([
  [null, 'Choose the file'],
  [fileOf('amount;to'), 'Choose a pain.001 file'],
  [fileOf('{"transfers": []}'), 'no list of transfers'],
  [fileOf('[broken'), 'no list of transfers'],
])('says what is wrong with a file', async (file, words) => {
  const read = await readPaymentFile(file)
  expect('error' in read && read.error).toContain(words)
})

it('tells two contents apart, however alike', () => {
  const names = ['', 'a', 'b', 'ab', 'ba', '10.00', '01.00', '100.0'].map(digestOf)
  expect(new Set(names).size).toBe(names.length)
  expect(digestOf('10.00')).toBe(digestOf('10.00'))
})
