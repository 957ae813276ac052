import type { RouteObject } from 'react-router'
import { type PaymentKind, kindWords } from '@/features/transactions/kinds'
import { CrashPage } from './crash-page'
import { RequireCustomer, RequireSession, RequireVisitor } from './guards'
import { PublicFrame } from './public-frame'
import { Shell } from './shell'
import { Starting } from './starting'

export const routes: RouteObject[] = [
  {
    errorElement: <CrashPage />,
    hydrateFallbackElement: <Starting />,
    children: [
      {
        element: <RequireVisitor />,
        children: [
          {
            element: <PublicFrame />,
            children: [
              { path: 'login', lazy: () => import('./pages/sign-in-page') },
              { path: 'login/code', lazy: () => import('./pages/sign-in-code-page') },
              { path: 'join', lazy: () => import('./pages/join-page') },
              { path: 'join/verify', lazy: () => import('./pages/verify-email-page') },
            ],
          },
        ],
      },
      {
        element: <RequireSession />,
        children: [
          { element: <PublicFrame />, children: [{ path: 'welcome', lazy: () => import('./pages/welcome-page') }] },
          {
            element: <RequireCustomer />,
            children: [
              {
                element: <Shell />,
                children: [
                  { index: true, lazy: () => import('./pages/home-page') },
                  { path: 'accounts', lazy: () => import('./pages/accounts-page') },
                  { path: 'accounts/open', lazy: () => import('./pages/open-account-page') },
                  { path: 'accounts/:id', lazy: () => import('./pages/account-page') },
                  { path: 'accounts/:id/close', lazy: () => import('./pages/close-account-page') },
                  { path: 'rates', lazy: () => import('./pages/rates-page') },
                  { path: 'transactions', lazy: () => import('./pages/transactions-page') },
                  { path: 'transactions/:id', lazy: () => import('./pages/transaction-page') },
                  { path: 'pay', lazy: () => import('./pages/pay-page') },
                  { path: 'profile', lazy: () => import('./pages/profile-page') },
                  { path: 'categories', lazy: () => import('./pages/categories-page') },
                  { path: 'news', lazy: () => import('./pages/news-page') },
                  { path: 'deposit', lazy: () => import('./pages/deposit-page') },
                  { path: 'withdraw', lazy: () => import('./pages/withdraw-page') },
                  { path: 'transfer', lazy: () => import('./pages/transfer-page') },
                  ...outcomePages('deposit'),
                  ...outcomePages('withdrawal'),
                  ...outcomePages('transfer'),
                  { path: '*', lazy: () => import('./pages/not-found-page') },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
]

/** The check and the confirmation are the same for every kind; the handle says which kind it is. */
function outcomePages(kind: PaymentKind): RouteObject[] {
  const path = kindWords[kind].path.slice(1)
  return [
    { path: `${path}/check`, handle: kind, lazy: () => import('./pages/check-page') },
    { path: `${path}/done/:id`, handle: kind, lazy: () => import('./pages/done-page') },
  ]
}
