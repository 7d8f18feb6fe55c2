/** `portal.audit.list`: one page of the audit log, newest first unless asked otherwise. */
import { z } from 'zod'
import { AUDIT_VIEWS } from '#db/read/audit/audit-filter.ts'
import { listAudit } from '#db/read/audit/audit-list.ts'
import { MODULES, type Module } from '#workflows/contracts/access.ts'
import { AUDIT_ACTIONS, AUDIT_GROUPS } from '#workflows/contracts/audit.ts'
import type { AuditPage } from '#web/portal/settings/audit/audit-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { pageInput } from '../page-input.ts'
import { auditAccessOf } from './access.ts'
import { actionsOf } from './actions-of.ts'

/** Modules that any action belongs to: nobody filters by the others. */
const TOLD = new Set<Module>(Object.values(AUDIT_ACTIONS).map(({ module }) => module))

const input = z.strictObject({
  ...pageInput,
  view: z.enum(AUDIT_VIEWS),
  who: z.array(z.uuid()).max(20),
  modules: z.array(z.enum(MODULES)).max(MODULES.length),
  groups: z.array(z.enum(AUDIT_GROUPS)).max(AUDIT_GROUPS.length),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  sort: z.enum(['at']),
})

export const list = memberProcedure
  .meta({ needs: { module: 'audit', action: 'view' } })
  .input(input)
  .query(({ ctx, input: asked }): Promise<AuditPage> => {
    const timeZone = ctx.person.timeZone ?? ctx.tenant.timeZone
    const access = auditAccessOf(ctx)
    return ctx.read(async (trx) => {
      const { people, ...page } = await listAudit(trx, access, { ...asked, timeZone, actionsOf })
      return {
        ...page,
        facets: { people, modules: access.modules.filter((module) => TOLD.has(module)) },
      }
    })
  })
