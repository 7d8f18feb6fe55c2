/**
 * `admin.viewAs.start`: begins to look at a tenant through the eyes of one of its members. It needs no workflow: the
 * row and the customer's audit entry are one transaction, and looking must work while Temporal is down.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { idOf } from '../input.ts'
import { staffProcedure } from '../init.ts'

/** `refused`: the tenant is suspended, or this person is no member of it any more. */
export type ViewStart = { type: 'started'; slug: string; setCookie: string[] } | { type: 'refused' }

const input = z.strictObject({
  tenantId: idOf<TenantId>(),
  personId: idOf<PersonId>(),
  reason: z.string().trim().min(10).max(500),
})

export const start = staffProcedure
  .meta({ needs: 'tenants:view_as' })
  .input(input)
  .mutation(async ({ ctx, input: view }): Promise<ViewStart> => {
    const { services, session, requestId } = ctx
    if (session.hash === null) throw new AppError('unauthenticated', 'Please sign in.')
    const started = await services.views.start({ ...view, staffSession: session.hash, requestId })
    return started ? { type: 'started', ...started } : { type: 'refused' }
  })
