/**
 * Procedures for members of the tenant that the request names. What changes something goes through `change`: one
 * transaction that holds the session, and that commits only together with its entries of the audit log.
 */
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { writeMemberAudit } from '#db/write/audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import type { Permission } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { can } from '#workflows/contracts/permissions.ts'
import { requireOpen } from '../auth/session-gate.ts'
import { requireOwn } from '../auth/view-as/require-own.ts'
import type { Change } from './change.ts'
import { middleware, notFound, procedure } from './init.ts'

const member = middleware(async ({ ctx, meta, type, next }) => {
  const found = await ctx.session.find(ctx.tenantSlug)
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  const { tenant, person, hash } = found
  if (!tenant) throw notFound()
  requireOpen(tenant)
  if (!meta) throw new AppError('config', 'This procedure declares no permission.')
  const may = (permission: Permission): boolean => can(tenant.grants, permission)
  if (typeof meta.needs === 'object') {
    if (!may({ module: meta.needs.module, action: 'view' })) throw notFound()
    if (!may(meta.needs)) throw new AppError('forbidden', 'Your role does not include this.')
  }
  if (type === 'mutation') requireOwn(found)
  const { services, requestId } = ctx
  return next({
    ctx: {
      person,
      tenant,
      tenants: found.tenants,
      viewAs: found.viewAs,
      session: { ...ctx.session, ...found.session, hash },
      may,
      /** Reads in one read-only transaction of the tenant. */
      read: <T>(work: (trx: TenantTx) => Promise<T>): Promise<T> =>
        withTenant(services.db, tenant.id, work, { readOnly: true }),
      /**
       * Writes in one transaction of the tenant.
       *
       * @throws AppError `unauthenticated` when the session ended meanwhile; whatever `work` throws, after a rollback
       */
      change: <T>(work: (trx: TenantTx) => Promise<Change<T>>): Promise<T> =>
        withTenant(services.db, tenant.id, async (trx) => {
          await holdSession(trx, hash)
          const { result, audit } = await work(trx)
          for (const entry of audit) await writeMemberAudit(trx, person, { ...entry, requestId })
          return result
        }),
    },
  })
})

/** For members of the tenant that the request names. */
export const memberProcedure = procedure.use(member)
