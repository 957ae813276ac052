/** What to send for the next page; undefined after the last one. */
export function cursorOf(next: string | null): string | undefined {
  return next ? (new URL(next, location.origin).searchParams.get('cursor') ?? undefined) : undefined
}
