export function compactIban(text: string): string {
  return text.replace(/[\s\u00a0-]/g, '').toUpperCase()
}

/** ISO 13616: move the first four characters to the end, letters become numbers, the remainder by 97 is 1. */
export function hasValidChecksum(iban: string): boolean {
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return /^\d+$/.test(digits) && BigInt(digits) % 97n === 1n
}

export function ibanProblem(text: string): string | null {
  const iban = compactIban(text)
  if (iban === '') return 'Enter the IBAN of the person you are paying.'
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return 'Enter an IBAN. It starts with two letters, such as DE or GB.'
  if (!hasValidChecksum(iban)) return 'Check the IBAN. At least one of its characters is not right.'
  return null
}
