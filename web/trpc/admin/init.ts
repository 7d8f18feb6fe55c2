/**
 * Procedures of the console. Each declares which staff permission it needs, so that tests enumerate every cell of
 * (role × procedure); one that declares nothing is refused to everybody. Pages call them in the same process only:
 * they have no address of their own.
 */
import { initTRPC } from '@trpc/server'
import { withStaff, type StaffTx } from '#db/admin/staff-tx.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { staffCan, type StaffPermission } from '#workflows/contracts/staff/permissions.ts'
import { toTrpcError } from '../errors.ts'
import { watched } from '../watched.ts'
import type { StaffContext } from './context.ts'

export interface StaffProcedureMeta {
  /** `session`: everybody who is signed in to the console. */
  needs: StaffPermission | 'session'
}

const t = initTRPC.context<StaffContext>().meta<StaffProcedureMeta>().create({ isDev: false })

const ownErrors = t.middleware(async ({ ctx, next, path }) => {
  const { metrics } = ctx.services
  const result = await watched({ path: `admin.${path}`, metrics }, next)
  if (result.ok) return result
  const error = toTrpcError(result.error)
  if (error.code === 'INTERNAL_SERVER_ERROR' || error.code === 'SERVICE_UNAVAILABLE') {
    const { services, requestId } = ctx
    services.log.error({ err: error, path, requestId }, 'console procedure failed')
  }
  throw error
})

const staff = t.middleware(async ({ ctx, meta, next }) => {
  const found = await ctx.session.find()
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  if (!meta) throw new AppError('config', 'This procedure declares no permission.')
  const may = (permission: StaffPermission): boolean => staffCan(found.role, permission)
  if (meta.needs !== 'session' && !may(meta.needs)) {
    throw new AppError('forbidden', 'Your role does not include this.')
  }
  return next({
    ctx: {
      staff: found,
      may,
      /** Reads in one read-only transaction over all tenants. */
      read: <T>(work: (trx: StaffTx) => Promise<T>): Promise<T> => withStaff(ctx.services.db, work),
    },
  })
})

export const { router: staffRouter, createCallerFactory: createStaffCallerFactory } = t
/** For whoever is signed in to the console. */
export const staffProcedure = t.procedure.use(ownErrors).use(staff)
