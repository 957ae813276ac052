import type { RouteObject } from 'react-router'
import { type PaymentKind, kindWords } from '@/features/transactions/kinds'
import { CrashPage } from './crash-page'
import { MembersFrame, RequireCustomer, RequireSession, RequireVisitor } from './guards'
import { PublicFrame } from './public-frame'
import { Starting } from './starting'

export const routes: RouteObject[] = [
  {
    errorElement: <CrashPage />,
    hydrateFallbackElement: <Starting />,
    children: [
      { element: <PublicFrame />, children: [{ path: 'invitation', lazy: () => import('./pages/invitation-page') }] },
      {
        element: <RequireVisitor />,
        children: [
          {
            element: <PublicFrame />,
            children: [
              { path: 'login', lazy: () => import('./pages/sign-in-page') },
              { path: 'login/code', lazy: () => import('./pages/sign-in-code-page') },
              { path: 'login/factor', lazy: () => import('./pages/sign-in-factor-page') },
              { path: 'forgot', lazy: () => import('./pages/forgot-page') },
              { path: 'forgot/code', lazy: () => import('./pages/new-password-page') },
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
            element: <MembersFrame />,
            children: [
              { path: 'work', lazy: () => import('./pages/work-page') },
              { path: 'settings/security', lazy: () => import('./pages/security-page') },
              { path: 'settings/security/password', lazy: () => import('./pages/change-password-page') },
              { path: 'settings/security/email', lazy: () => import('./pages/change-email-page') },
              { path: 'settings/security/authenticator', lazy: () => import('./pages/authenticator-page') },
              { path: 'settings/security/passkey', lazy: () => import('./pages/passkey-page') },
              { path: 'settings/security/recovery-codes', lazy: () => import('./pages/recovery-codes-page') },
              { path: 'settings/security/activity', lazy: () => import('./pages/security-activity-page') },
              {
                element: <RequireCustomer />,
                children: [
                  { index: true, lazy: () => import('./pages/home-page') },
                  { path: 'accounts', lazy: () => import('./pages/accounts-page') },
                  { path: 'accounts/open', lazy: () => import('./pages/open-account-page') },
                  { path: 'accounts/compare', lazy: () => import('./pages/compare-page') },
                  { path: 'accounts/closed', lazy: () => import('./pages/closed-accounts-page') },
                  { path: 'accounts/:id/manage', lazy: () => import('./pages/manage-account-page') },
                  { path: 'accounts/:id', lazy: () => import('./pages/account-page') },
                  { path: 'accounts/:id/close', lazy: () => import('./pages/close-account-page') },
                  { path: 'accounts/:id/balance', lazy: () => import('./pages/balance-page') },
                  { path: 'accounts/:id/holds', lazy: () => import('./pages/holds-page') },
                  { path: 'accounts/:id/interest', lazy: () => import('./pages/interest-page') },
                  { path: 'accounts/:id/interest/days', lazy: () => import('./pages/interest-days-page') },
                  { path: 'fixed-deposits', lazy: () => import('./pages/fixed-deposits-page') },
                  { path: 'fixed-deposits/:id', lazy: () => import('./pages/fixed-deposit-page') },
                  { path: 'rates', lazy: () => import('./pages/rates-page') },
                  { path: 'transactions', lazy: () => import('./pages/transactions-page') },
                  { path: 'transactions/declined', lazy: () => import('./pages/declined-page') },
                  { path: 'transactions/:id', lazy: () => import('./pages/transaction-page') },
                  { path: 'transfers/:id', lazy: () => import('./pages/movement-page') },
                  { path: 'seals', lazy: () => import('./pages/seals-page') },
                  { path: 'statements', lazy: () => import('./pages/statements-page') },
                  { path: 'statements/check', lazy: () => import('./pages/check-statement-page') },
                  { path: 'statements/:id', lazy: () => import('./pages/statement-page') },
                  { path: 'notifications', lazy: () => import('./pages/notifications-page') },
                  { path: 'pay', lazy: () => import('./pages/pay-page') },
                  { path: 'batches', lazy: () => import('./pages/batches-page') },
                  { path: 'batches/:id', lazy: () => import('./pages/batch-page') },
                  { path: 'profile', lazy: () => import('./pages/profile-page') },
                  { path: 'profile/contact', lazy: () => import('./pages/contact-page') },
                  { path: 'profile/addresses', lazy: () => import('./pages/addresses-page') },
                  { path: 'profile/documents', lazy: () => import('./pages/documents-page') },
                  { path: 'profile/data', lazy: () => import('./pages/my-data-page') },
                  { path: 'settings/limits', lazy: () => import('./pages/limits-page') },
                  { path: 'settings/notifications', lazy: () => import('./pages/notification-settings-page') },
                  { path: 'settings/webhooks', lazy: () => import('./pages/webhooks-page') },
                  { path: 'settings/webhooks/:id', lazy: () => import('./pages/webhook-page') },
                  { path: 'payees', lazy: () => import('./pages/payees-page') },
                  { path: 'payees/new', lazy: () => import('./pages/new-payee-page') },
                  { path: 'standing-orders', lazy: () => import('./pages/orders-page') },
                  { path: 'standing-orders/new', lazy: () => import('./pages/new-order-page') },
                  { path: 'standing-orders/new/check', lazy: () => import('./pages/check-order-page') },
                  { path: 'standing-orders/:id', lazy: () => import('./pages/order-page') },
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
