import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { server } from '@/testing/server'
import { Providers } from './providers'
import { routes } from './routes'

const news = (id: string, title: string) => ({
  id,
  title,
  body: `About ${title}.`,
  starts_at: '2026-11-01T10:00:00Z',
  ends_at: null,
  created_at: '2026-11-01T10:00:00Z',
})
const page = (results: unknown[]) => HttpResponse.json({ results, next: null, previous: null })

let live = [news('n2', 'New branch'), news('n1', 'Welcome')]

beforeEach(async () => {
  live = [news('n2', 'New branch'), news('n1', 'Welcome')]
  server.use(
    http.get('*/api/v1/customers/me', () => HttpResponse.json({ id: 'c', given_name: 'Ada', family_name: 'Lovelace', status: 'active' })),
    http.get('*/api/v1/accounts', () => page([])),
    http.get('*/api/v1/announcements', () => page(live)),
  )
  await mintToken()
})

afterEach(() => {
  localStorage.clear()
})

function openPage(path: string) {
  const { unmount } = render(
    <Providers>
      <RouterProvider router={createMemoryRouter(routes, { initialEntries: [path] })} />
    </Providers>,
  )
  return { user: userEvent.setup(), unmount }
}

it('shows the newest announcement until it is dismissed, and then only a newer one', async () => {
  const first = openPage('/')
  expect(await screen.findByRole('region', { name: 'Announcement' })).toHaveTextContent('New branch')
  await first.user.click(screen.getByRole('button', { name: 'Dismiss announcement' }))
  expect(screen.queryByRole('region', { name: 'Announcement' })).toBeNull()
  expect(screen.getByRole('main')).toHaveFocus()

  first.unmount()
  const second = openPage('/news')
  expect(await screen.findByRole('heading', { name: 'New branch' })).toBeVisible()
  expect(screen.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  await second.user.click(screen.getByRole('link', { name: 'BankingSystem' }))
  await screen.findByRole('heading', { name: 'Hello, Ada' })
  expect(screen.queryByRole('region', { name: 'Announcement' })).toBeNull()

  second.unmount()
  live = [news('n3', 'Opening hours'), ...live]
  openPage('/')
  expect(await screen.findByRole('region', { name: 'Announcement' })).toHaveTextContent('Opening hours')
})

it('adds a category, and says when there is one of that name', async () => {
  const categories = [{ id: 'k1', name: 'Groceries', is_default: true, created_at: '2026-01-01T00:00:00Z' }]
  server.use(
    http.get('*/api/v1/categories', () => page(categories)),
    http.post<never, { name: string }>('*/api/v1/categories', async ({ request }) => {
      const { name } = await request.json()
      if (categories.some((each) => each.name === name)) {
        const errors = { name: [{ code: 'category_exists', message: 'There is a category of this name already.' }] }
        return HttpResponse.json({ code: 'category_exists', status: 409, errors }, { status: 409 })
      }
      const made = { id: name, name, is_default: false, created_at: '2026-11-21T00:00:00Z' }
      categories.push(made)
      return HttpResponse.json(made, { status: 201 })
    }),
  )
  const { user } = openPage('/categories')
  const field = await screen.findByLabelText('Name')
  await user.type(field, 'Groceries')
  await user.click(screen.getByRole('button', { name: 'Add category' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('There is a category “Groceries” already.')
  expect(field).toBeInvalid()

  await user.clear(field)
  await user.type(field, 'Garden')
  await user.click(screen.getByRole('button', { name: 'Add category' }))
  expect(await screen.findByText('“Garden” was added.')).toBeVisible()
  await waitFor(() => {
    expect(screen.getByRole('region', { name: 'Your own' })).toHaveTextContent('Garden')
  })
  expect(field).toHaveValue('')
})
