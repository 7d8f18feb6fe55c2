/** `portal.signOn.enforce`: everybody comes in through the provider, but for one admin with password and second factor. */
import { z } from 'zod'
import { listMembers } from '#db/read/members.ts'
import { isSsoEnforced } from '#db/read/sso/enforcement.ts'
import { listDomains, listProviders } from '#db/read/sso/providers.ts'
import type { TenantTx } from '#db/tenant.ts'
import { setEnforced } from '#db/write/sso/providers.ts'
import type { SignOnOutcome, SignOnProblem } from '#web/portal/settings/sign-on/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { done, refusedChange, unchanged } from './outcome.ts'

const input = z.strictObject({ on: z.boolean(), breakGlassId: z.uuid().nullable() })

export const enforce = memberProcedure
  .meta({ needs: { module: 'settings', action: 'manage' } })
  .input(input)
  .mutation(({ ctx, input: { on, breakGlassId } }) =>
    ctx.change<SignOnOutcome>(async (trx) => {
      const before = await isSsoEnforced(trx, { lock: true })
      const why = on ? await whyNot(trx, breakGlassId) : null
      if (why !== null) return refusedChange(why)
      const members = await listMembers(trx)
      const held = members.find(({ breaksGlass }) => breaksGlass) ?? null
      const wanted = on ? (members.find(({ personId }) => personId === breakGlassId) ?? null) : null
      if (before === on && held?.personId === wanted?.personId) return unchanged
      await setEnforced(trx, on, wanted?.personId ?? null)
      return done({
        action: on ? 'sign_on.enforced' : 'sign_on.optional',
        subjectId: ctx.tenant.id,
        subjectLabel: ctx.tenant.name,
        changes: {
          ...(before === on ? {} : { enforceSso: { from: before, to: on } }),
          ...(held?.personId === wanted?.personId
            ? {}
            : { breakGlass: { from: held?.name ?? null, to: wanted?.name ?? null } }),
        },
      })
    }),
  )

/** What is missing for a rule that would otherwise lock everybody out. */
async function whyNot(trx: TenantTx, breakGlassId: string | null): Promise<SignOnProblem | null> {
  const providers = await listProviders(trx)
  const active = providers.filter(({ state }) => state === 'active')
  if (active.length === 0) return 'no_provider'
  if (active.every(({ testedAt }) => testedAt === null)) return 'not_tested'
  const domains = await listDomains(trx)
  if (domains.every(({ provenAt }) => provenAt === null)) return 'no_domain'
  const isAdmin = (await listMembers(trx)).some(
    ({ personId, role, isActive }) =>
      personId === breakGlassId && isActive && role.type === 'preset' && role.preset === 'admin',
  )
  return isAdmin ? null : 'no_break_glass'
}
