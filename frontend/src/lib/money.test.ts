import { describe, expect, it } from 'vitest'
import { add, formatMoney, fromWire, parseAmount, toWire } from './money'

describe('parseAmount', () => {
  it.each([
    ['25', 2500n],
    ['25.5', 2550n],
    ['25.50', 2550n],
    ['2.55', 255n],
    ['0.01', 1n],
    ['007', 700n],
    ['1,234.50', 123450n],
    ['1,234', 123400n],
    ['1,234,567.89', 123456789n],
    ['1.234,50', 123450n],
    ['12,5', 1250n],
    ['12,50', 1250n],
    ['1 234.50', 123450n],
    ['1\u202f234,50', 123450n],
    ['€ 25.00', 2500n],
    ['25.00 €', 2500n],
    ['25.00 EUR', 2500n],
    ['eur 25', 2500n],
    ['  25.00\n', 2500n],
    ['999999999999.99', 99999999999999n],
  ])('reads %j as %s cents', (text, minor) => {
    expect(parseAmount(text, 'EUR')).toEqual({ ok: true, money: { minor, currency: 'EUR' } })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['€', 'empty'],
    ['0', 'zero'],
    ['0.00', 'zero'],
    ['-5', 'not_an_amount'],
    ['\u22125', 'not_an_amount'],
    ['+5', 'not_an_amount'],
    ['1e3', 'not_an_amount'],
    ['0x10', 'not_an_amount'],
    ['NaN', 'not_an_amount'],
    ['Infinity', 'not_an_amount'],
    ['٣.٠٠', 'not_an_amount'],
    ['２５', 'not_an_amount'],
    ['5_000', 'not_an_amount'],
    ['.5', 'not_an_amount'],
    ['5.', 'not_an_amount'],
    ['1,23,456', 'not_an_amount'],
    ['12 50', 'not_an_amount'],
    ['1.2.3', 'not_an_amount'],
    ['$5', 'not_an_amount'],
    ['ten', 'not_an_amount'],
    ['0.001', 'too_many_decimals'],
    ['1.234', 'too_many_decimals'],
    ['1000000000000', 'too_large'],
    ['9'.repeat(400), 'too_large'],
  ])('refuses %j as %s', (text, problem) => {
    expect(parseAmount(text, 'EUR')).toEqual({ ok: false, problem })
  })

  it('takes the number of decimals from ISO 4217', () => {
    expect(parseAmount('500', 'JPY')).toEqual({ ok: true, money: { minor: 500n, currency: 'JPY' } })
    expect(parseAmount('500.5', 'JPY')).toEqual({ ok: false, problem: 'too_many_decimals' })
    expect(parseAmount('1.234', 'BHD')).toEqual({ ok: true, money: { minor: 1234n, currency: 'BHD' } })
  })
})

describe('the wire', () => {
  it.each([
    ['25.00', 'EUR'],
    ['-12.05', 'EUR'],
    ['0.00', 'EUR'],
    ['-0.01', 'EUR'],
    ['500', 'JPY'],
    ['1.234', 'BHD'],
    ['90071992547409931234.56', 'EUR'],
  ])('gives %s %s back as it came', (text, currency) => {
    expect(toWire(fromWire(text, currency))).toBe(text)
  })

  it('carries every cent of an amount through parsing, the wire and back', () => {
    for (let minor = 1n; minor < 10n ** 13n; minor = minor * 3n + 7n) {
      const wire = toWire({ minor, currency: 'EUR' })
      expect(fromWire(wire, 'EUR').minor).toBe(minor)
      expect(parseAmount(formatMoney({ minor, currency: 'EUR' }), 'EUR')).toEqual({ ok: true, money: { minor, currency: 'EUR' } })
    }
  })

  it.each(['', '1e3', 'NaN', '1,00', '1.001'])('throws on %j: the server does not say such things', (text) => {
    expect(() => fromWire(text, 'EUR')).toThrow()
  })
})

describe('formatMoney', () => {
  it.each([
    ['1234.50', 'EUR', '€1,234.50'],
    ['-5.00', 'EUR', '\u2212€5.00'],
    ['500', 'JPY', 'JP¥500'],
    ['90071992547409931234.56', 'EUR', '€90,071,992,547,409,931,234.56'],
  ])('shows %s %s as %s', (text, currency, shown) => {
    expect(formatMoney(fromWire(text, currency))).toBe(shown)
  })

  it('shows a plus where the direction matters, and never on zero', () => {
    expect(formatMoney(fromWire('5.00', 'EUR'), 'always')).toBe('+€5.00')
    expect(formatMoney(fromWire('0.00', 'EUR'), 'always')).toBe('€0.00')
  })
})

it('refuses to add two currencies', () => {
  expect(() => add(fromWire('1.00', 'EUR'), fromWire('1.00', 'USD'))).toThrow()
})
