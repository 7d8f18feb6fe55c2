/** `portal.signOn.saveProvider`: a new identity provider, or other facts about one. What leads elsewhere is a draft again. */
import { z } from 'zod'
import { isSsoEnforced } from '#db/read/sso/enforcement.ts'
import { findProvider, type IdentityProvider } from '#db/read/sso/providers.ts'
import type { FactChanges } from '#db/write/audit.ts'
import { insertProvider, updateProvider, type ProviderValues } from '#db/write/sso/providers.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { covers, PRESETS } from '#workflows/contracts/permissions.ts'
import type { SignOnOutcome } from '#web/portal/settings/sign-on/api.ts'
import { notFound } from '#web/trpc/init.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { done, entryOf, refused, refusedChange } from './outcome.ts'
import { readConnection } from './read-connection.ts'

const line = z.string().max(2_000)
const role = z.enum(ROLE_PRESETS)
const input = z.strictObject({
  id: z.uuid().nullable(),
  kind: z.enum(['oidc', 'saml']),
  name: z.string().trim().min(1).max(80),
  issuer: line,
  clientId: line,
  clientSecret: line,
  metadataUrl: line,
  metadataXml: z.string().max(600_000),
  maxAgeMinutes: z.int().min(1).max(43_200).nullable(),
  groupsName: z.string().max(200),
  defaultRole: role,
  groupRoles: z.array(z.strictObject({ group: z.string().trim().min(1).max(200), role })).max(50),
})

export const saveProvider = memberProcedure
  .meta({ needs: { module: 'settings', action: 'manage' } })
  .input(input)
  .mutation(async ({ ctx, input: given }): Promise<SignOnOutcome> => {
    const roles = [given.defaultRole, ...given.groupRoles.map((each) => each.role)]
    // Nobody lets others in with more than they have themselves.
    if (!roles.every((preset) => covers(ctx.tenant.grants, PRESETS[preset]))) {
      return refused('role_too_far')
    }
    const { id } = given
    const before = id === null ? null : await ctx.read((trx) => findProvider(trx, id))
    if (id !== null && before?.kind !== given.kind) throw notFound()
    // Asks the provider, so outside of any transaction.
    const read = await readConnection(ctx.services, {
      ...{ id: id ?? newId<string>(), input: given, before },
    })
    if (read.type === 'refused') return read
    return ctx.change<SignOnOutcome>(async (trx) => {
      const enforced = await isSsoEnforced(trx, { lock: true })
      const now = id === null ? null : await findProvider(trx, id, { lock: true })
      if (id !== null && !now) throw notFound()
      const isOther = now !== null && leadsElsewhere(now, read.values)
      if (isOther && enforced) return refusedChange('enforced')
      if (now) await updateProvider(trx, read.values, isOther)
      else await insertProvider(trx, read.values)
      return done(
        entryOf({
          action: now ? 'identity_provider.updated' : 'identity_provider.added',
          subjectId: read.values.id,
          subjectLabel: read.values.name,
          changes: changesOf(now, read.values),
        }),
      )
    })
  })

const leadsElsewhere = (before: IdentityProvider, now: ProviderValues): boolean =>
  before.issuer !== now.issuer ||
  before.clientId !== now.clientId ||
  before.ssoUrl !== now.ssoUrl ||
  // Not every provider says when somebody signed in: asking for it has to be tried as well.
  before.maxAgeMinutes !== now.maxAgeMinutes

/** The secret is named and never shown. */
function changesOf(before: IdentityProvider | null, now: ProviderValues): FactChanges {
  const changes: FactChanges = {}
  for (const name of [
    'name',
    'issuer',
    'clientId',
    'ssoUrl',
    'defaultRole',
    'groupsName',
    'maxAgeMinutes',
  ] as const) {
    const from = before?.[name] ?? null
    if (from !== now[name]) changes[name] = { from, to: now[name] }
  }
  const [from, to] = [before?.certificates.length ?? 0, now.certificates.length]
  if (from !== to) changes['certificates'] = { from, to }
  if (before && before.clientSecret !== now.clientSecret) {
    changes['clientSecret'] = { from: '•••', to: '•••' }
  }
  return changes
}
