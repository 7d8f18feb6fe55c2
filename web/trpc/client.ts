/** The browser's way to the server outside of loaders. JSON with a header of ours, so no form can imitate it. */
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from './router.ts'

/** @param slug the tenant every call is bound to; the server checks the membership each time */
export const createPortalClient = (slug: string): TRPCClient<AppRouter> =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/api/trpc',
        maxItems: 10,
        headers: { 'x-portside-tenant': slug },
      }),
    ],
  })
