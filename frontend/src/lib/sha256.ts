/** Whether this page may compute hashes: browsers keep that for secure addresses. */
export function canHash(): boolean {
  // Typed as always there; on plain http, away from localhost, it is not.
  return (crypto.subtle as SubtleCrypto | undefined) !== undefined
}

/** The SHA-256 of some bytes. */
export async function sha256(bytes: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}
