const configPath = '/api/v1/auth/browser/v1/config'

/** Django's CSRF token; asking for the configuration sets the cookie when it is missing. */
export async function csrfToken(): Promise<string> {
  const held = fromCookie()
  if (held) return held
  await fetch(new URL(configPath, location.origin), { credentials: 'same-origin' })
  return fromCookie() ?? ''
}

function fromCookie(): string | undefined {
  return document.cookie
    .split('; ')
    .find((pair) => pair.startsWith('csrftoken='))
    ?.slice('csrftoken='.length)
}
