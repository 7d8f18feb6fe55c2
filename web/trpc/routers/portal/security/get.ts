/** `portal.security.get`: what the tenant asks of everybody who signs in. */
import { getSecurityRules } from '#db/read/settings/security-rules.ts'
import type { SecurityView } from '#web/portal/settings/settings-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'settings', action: 'view' } })
  .query(async ({ ctx }): Promise<SecurityView> => {
    const rules = await ctx.read((trx) => getSecurityRules(trx))
    return { ...rules, mayChange: ctx.may({ module: 'settings', action: 'manage' }) }
  })
