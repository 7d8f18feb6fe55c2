/**
 * Procedures about the person who is signed in, whatever the tenant, and also behind a gate: whoever must add a
 * second factor has to be able to. What changes is told in the audit log of every tenant the person belongs to.
 */
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { writeAccountAudit } from '#db/write/account-audit.ts'
import { holdSession } from '#db/write/hold-session.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { requireOwn } from '../auth/view-as/require-own.ts'
import type { Change } from './change.ts'
import { middleware, procedure } from './init.ts'

const account = middleware(async ({ ctx, meta, next }) => {
  const found = await ctx.session.find(ctx.tenantSlug)
  if (!found) throw new AppError('unauthenticated', 'Please sign in.')
  // Credentials, sessions and the like are nobody's to look at but the person's own.
  requireOwn(found)
  if (meta?.needs !== 'account') {
    throw new AppError('config', 'This procedure declares no permission.')
  }
  const { person, tenants, hash } = found
  const { services, requestId, client } = ctx
  const origin = { ...client, sessionMethod: found.session.method }
  return next({
    ctx: {
      person,
      tenants,
      session: { ...ctx.session, ...found.session, hash },
      /** Reads in one transaction outside of tenants. */
      readAccount: <T>(work: (trx: SystemTx) => Promise<T>): Promise<T> =>
        withSystem(services.db, work),
      /**
       * Writes in one transaction outside of tenants, and tells each of the person's tenants.
       *
       * @throws AppError `unauthenticated` when the session ended meanwhile; whatever `work` throws, after a rollback
       */
      changeAccount: <T>(work: (trx: SystemTx) => Promise<Change<T>>): Promise<T> =>
        withSystem(services.db, async (trx) => {
          await holdSession(trx, hash)
          const { result, audit } = await work(trx)
          const tenantIds = tenants.map(({ id }) => id)
          const entries = audit.map((entry) => ({ ...entry, requestId }))
          await writeAccountAudit(trx, { tenantIds, person, origin }, entries)
          return result
        }),
    },
  })
})

/** For whoever is signed in, about themselves. */
export const accountProcedure = procedure.use(account)
