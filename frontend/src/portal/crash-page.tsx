import { useEffect } from 'react'
import Button from 'react-bootstrap/Button'
import { useRouteError } from 'react-router'
import { Brand } from '@/components/brand'

/** The last net: a page that failed to load or to render. */
export function CrashPage() {
  const error = useRouteError()
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <main className="full-message">
      <Brand />
      <h1>This page did not work</h1>
      <p>Your money is not affected. If you were sending a payment, reload: it will not be sent twice.</p>
      <Button
        onClick={() => {
          location.reload()
        }}
      >
        Reload
      </Button>
    </main>
  )
}
