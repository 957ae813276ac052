/** JSON as the bank hashes it: names in order, nothing between, everything beyond ASCII escaped. */
export function canonicalJson(value: unknown): string {
  return plain(value).replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${entries.map(([name, held]) => `${JSON.stringify(name)}:${plain(held)}`).join(',')}}`
}
