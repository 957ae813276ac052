import Button from 'react-bootstrap/Button'
import { Brand } from '@/components/brand'
import { mintToken } from '@/lib/api/session'

export function UnreachablePage() {
  return (
    <main className="full-message">
      <Brand />
      <h1>We cannot reach the bank</h1>
      <p>Your money is safe. Check your connection, or try again in a moment.</p>
      <Button onClick={() => void mintToken().catch(() => undefined)}>Try again</Button>
    </main>
  )
}
