/** Where the pages of one task lead back to. */
export const toPay = { to: '/pay', label: 'Back to pay' } as const
export const toOrders = { to: '/standing-orders', label: 'All standing orders' } as const
export const toProfile = { to: '/profile', label: 'Back to profile' } as const
