/** Pages of the bank beside this portal: the OpenID Connect provider, which answers with pages of its own. */
const besides = '/identity/'

/** Where `?next=` may lead: a path of this host. Anything else could lead people astray, and is dropped. */
export function nextPlace(text: string | null): string | null {
  if (!text?.startsWith('/') || /[\\\s]|^\/\//.test(text)) return null
  const url = URL.parse(text, location.origin)
  if (url?.origin !== location.origin || url.pathname.startsWith('//')) return null
  return url.pathname + url.search + url.hash
}

export function isBeside(path: string): boolean {
  return path.startsWith(besides)
}
