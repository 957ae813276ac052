/**
 * A short name for a text, to know it again. It protects nothing: it works where a page may not use
 * `crypto.subtle`. FNV-1a over two halves of 32 bits.
 */
export function digestOf(text: string): string {
  let left = 0x811c9dc5
  let right = 0x9747b28c
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    left = Math.imul(left ^ code, 0x01000193)
    right = Math.imul(right ^ (code + index), 0x01000193)
  }
  const hex = (half: number) => (half >>> 0).toString(16).padStart(8, '0')
  return `${String(text.length)}-${hex(left)}${hex(right)}`
}
