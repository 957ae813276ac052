import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'

export const emptyPage = { results: [], next: null, previous: null }

const lists = ['payees', 'limits', 'holds', 'standing-orders/upcoming', 'accounts/invitations']

/** The bank at the edge of the network: a test adds what it is about. */
export const server = setupServer(
  http.get('*/api/v1/auth/browser/v1/config', () => HttpResponse.json({ status: 200 })),
  http.post('*/api/v1/auth/token', () => HttpResponse.json({ access_token: 'token-1', expires_in: 300 })),
  http.post('*/api/v1/auth/refresh', () => HttpResponse.json({ access_token: 'token-1', expires_in: 300 })),
  http.get('*/api/v1/auth/me', () =>
    HttpResponse.json({
      id: 'c',
      email: 'ada@example.org',
      phone: '+4930901820',
      date_of_birth: '1990-05-17',
      roles: ['customer'],
      staff_roles_held_back: false,
    }),
  ),
  http.get('*/api/v1/notifications', () => HttpResponse.json({ ...emptyPage, unread: 0 })),
  ...lists.map((path) => http.get(`*/api/v1/${path}`, () => HttpResponse.json(emptyPage))),
)
