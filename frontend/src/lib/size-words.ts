/** The size of a file as people say it, such as "1.4 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`
  if (bytes < 1_000_000) return `${String(Math.round(bytes / 1000))} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
