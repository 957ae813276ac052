import { useMatches } from 'react-router'
import type { PaymentKind } from '@/features/transactions/kinds'

/** Which kind of payment this route is about. */
export function useKind(): PaymentKind {
  const handle = useMatches().at(-1)?.handle
  return handle as PaymentKind
}
