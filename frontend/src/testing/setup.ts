import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { session } from '@/lib/api/session'
import { server } from './server'

// Generous, because a shared machine can be slow and a late pass is still a pass.
configure({ asyncUtilTimeout: 5000 })

beforeAll(() => {
  // jsdom has no layout, so it cannot scroll.
  window.scrollTo = () => undefined
  server.listen({ onUnhandledRequest: 'error' })
})

afterEach(() => {
  cleanup()
  server.resetHandlers()
  sessionStorage.clear()
  session.end()
})

afterAll(() => {
  server.close()
})
