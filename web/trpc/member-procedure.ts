/**
 * Procedures for members of the tenant that the request names. What changes something goes through `change`: one
 * transaction that holds the session, and that commits only together with its entries of the audit log. What is tried
 * without the right is told there too.
 */
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { writeAudit } from '#db/write/audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import type { Permission, Scope } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { can, scopeOf } from '#workflows/contracts/permissions.ts'
import { requireOpen } from '../auth/session-gate.ts'
import { requireOwn } from '../auth/view-as/require-own.ts'
import type { Change } from './change.ts'
import { middleware, notFound, procedure } from './init.ts'

const member = middleware(async ({ ctx, meta, path, type, next }) => {
  const found = await ctx.session.find(ctx.tenantSlug)
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  const { tenant, person, hash } = found
  if (!tenant) throw notFound()
  requireOpen(tenant)
  if (!meta) throw new AppError('config', 'This procedure declares no permission.')
  const { services, requestId, client } = ctx
  const origin = { ...client, sessionMethod: found.session.method }
  const may = (permission: Permission): boolean => can(tenant.grants, permission)
  const tell = (needs: Permission): void =>
    services.denials.note({
      ...{ tenantId: tenant.id, person, by: found.viewAs?.staff, what: path, needs },
      ...{ origin, requestId },
    })
  const needs = typeof meta.needs === 'object' ? meta.needs : null
  if (needs && !may(needs)) {
    tell(needs)
    if (!may({ module: needs.module, action: 'view' })) throw notFound()
    throw new AppError('forbidden', 'Your role does not include this.')
  }
  if (type === 'mutation') requireOwn(found)
  const result = await next({
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
          await writeAudit(
            trx,
            { kind: 'member', id: person.id, name: person.name, origin },
            audit.map((entry) => ({ ...entry, requestId })),
          )
          return result
        }),
    },
  })
  if (needs && !result.ok && isDenial(result.error.cause, scopeOf(tenant.grants, needs)))
    tell(needs)
  return result
})

/** Who sees own records only and asks for another one is refused, though the answer says that there is none. */
const isDenial = (error: unknown, scope: Scope | null): boolean =>
  error instanceof AppError &&
  (error.code === 'forbidden' || (error.code === 'not_found' && scope === 'own'))

/** For members of the tenant that the request names. */
export const memberProcedure = procedure.use(member)
