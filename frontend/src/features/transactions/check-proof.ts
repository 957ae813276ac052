import type { ReceiptProof } from '@/lib/api/types'
import { canonicalJson } from '@/lib/canonical-json'
import { fromHex, sha256, toHex } from '@/lib/sha256'

/**
 * Whether the movement leads to the seal of its day, as docs/ledger.md says: its leaf, the way up to the
 * root, and the seal over the root. What the bank sends is not believed, it is computed again.
 */
export async function checkProof({ transfer, proof }: ReceiptProof): Promise<boolean> {
  if (!proof) return false
  let digest = await hash(0, text(canonicalJson(transfer)))
  for (const { side, hash: other } of proof.path) {
    const neighbour = fromHex(other)
    digest = side === 'left' ? await hash(1, neighbour, digest) : await hash(1, digest, neighbour)
  }
  const { business_date, count, position, previous, root, seal } = proof.day
  if (toHex(digest) !== root) return false
  return toHex(await hash(3, text(canonicalJson({ business_date, count, position, previous, root })))) === seal
}

function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  return sha256(Uint8Array.from([prefix, ...parts.flatMap((part) => Array.from(part))]))
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}
