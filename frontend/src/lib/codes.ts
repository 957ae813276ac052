/** People and authenticator apps put spaces and dashes in codes. */
export function compactCode(text: string): string {
  return text.replace(/[\s-]/g, '')
}

export function isSixDigits(code: string): boolean {
  return /^[0-9]{6}$/.test(code)
}
