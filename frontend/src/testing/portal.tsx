import { render } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { Providers } from '@/portal/providers'
import { routes } from '@/portal/routes'
import { ada } from './fixtures'
import { server } from './server'

/** The portal at an address, for a customer; a test says first whether somebody is signed in. */
export function openPortal(path: string) {
  server.use(http.get('*/api/v1/customers/me', () => HttpResponse.json(ada)))
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  render(
    <Providers>
      <RouterProvider router={router} />
    </Providers>,
  )
  return router
}
