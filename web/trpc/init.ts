/**
 * The two kinds of procedure there are. Each declares what it needs as meta, so that tests enumerate every cell of
 * (role × procedure); one that declares nothing is refused to everybody.
 */
import { initTRPC } from '@trpc/server'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { can, type Permission } from '../auth/permissions.ts'
import type { TrpcContext } from './context.ts'
import { issuesOf, toTrpcError, type ErrorFacts } from './errors.ts'

export interface ProcedureMeta {
  /** `membership`: every member of the tenant, whatever the role. */
  needs: Permission | 'membership'
}

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const facts: ErrorFacts = { requestId: ctx?.requestId ?? null, issues: issuesOf(error) }
      const { code, httpStatus } = shape.data
      // tRPC repeats the path that was asked for in its own messages.
      const message = error.code === 'NOT_FOUND' ? NOT_FOUND : shape.message
      return { code: shape.code, message, data: { code, httpStatus, ...facts } }
    },
  })

/** One answer for a foreign thing, an unknown one, and a module the role does not have. */
export const NOT_FOUND = 'This does not exist.'

const notFound = (): AppError => new AppError('not_found', NOT_FOUND)

const ownErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next()
  if (result.ok) return result
  const error = toTrpcError(result.error)
  if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE') {
    ctx.services.log.error({ err: error, path, requestId: ctx.requestId }, 'procedure failed')
  }
  throw error
})

const member = t.middleware(async ({ ctx, meta, next }) => {
  const found = await ctx.session.find(ctx.tenantSlug)
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  const { tenant } = found
  if (!tenant) throw notFound()
  if (!meta) throw new AppError('config', 'This procedure declares no permission.')
  const may = (permission: Permission): boolean => can(tenant.role, permission)
  if (meta.needs !== 'membership') {
    if (!may({ module: meta.needs.module, action: 'view' })) throw notFound()
    if (!may(meta.needs)) throw new AppError('forbidden', 'Your role does not include this.')
  }
  return next({
    ctx: {
      person: found.person,
      tenant,
      tenants: found.tenants,
      may,
      /** Reads in one read-only transaction of the tenant. */
      read: <T>(work: (trx: TenantTx) => Promise<T>): Promise<T> =>
        withTenant(ctx.services.db, tenant.id, work, { readOnly: true }),
    },
  })
})

export const { router, createCallerFactory } = t
/** For members of the tenant that the request names. */
export const memberProcedure = t.procedure.use(ownErrors).use(member)
