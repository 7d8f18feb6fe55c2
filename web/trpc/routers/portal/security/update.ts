/** `portal.security.update`: new rules for everybody who signs in. Whoever asks for a second factor has one. */
import { z } from 'zod'
import { saveSecurityRules } from '#db/write/settings/security-rules.ts'
import type { SecurityOutcome } from '#web/portal/settings/settings-api.ts'
import { type NewAuditEntry, UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

const input = z.strictObject({
  idleMinutes: z.int().min(5).max(1_440),
  absoluteHours: z.int().min(1).max(24),
  requireMfa: z.boolean(),
})

export const update = memberProcedure
  .meta({ needs: { module: 'settings', action: 'manage' } })
  .input(input)
  .mutation(({ ctx, input: rules }): Promise<SecurityOutcome> =>
    ctx.change<SecurityOutcome>(async (trx) => {
      // A session of single sign-on is the identity provider's to judge.
      if (rules.requireMfa && !ctx.session.strong && ctx.session.method !== 'sso') {
        return { result: { type: 'refused', reason: 'own_factor_missing' }, audit: UNCHANGED }
      }
      const changes = await saveSecurityRules(trx, rules)
      const entry: NewAuditEntry = {
        action: 'security.updated',
        subjectId: ctx.tenant.id,
        subjectLabel: ctx.tenant.name,
        changes,
      }
      const changed = Object.keys(changes).length > 0
      return { result: { type: 'saved' }, audit: changed ? [entry] : UNCHANGED }
    }),
  )
