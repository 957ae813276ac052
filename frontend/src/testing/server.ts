import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

/** The bank at the edge of the network: a test adds what it is about. */
export const server = setupServer(
  http.get('*/api/v1/auth/browser/v1/config', () => HttpResponse.json({ status: 200 })),
  http.post('*/api/v1/auth/token', () => HttpResponse.json({ access_token: 'token-1', expires_in: 300 })),
)
