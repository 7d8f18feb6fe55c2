/**
 * `portal.team.preview`: what somebody would see with a role, and what changes for them. One read-only transaction,
 * the real reads, the very rights; of nothing more than whoever asks may see themselves.
 */
import { z } from 'zod'
import { listMembers } from '#db/read/members.ts'
import { resolveRole } from '#db/read/team/roles.ts'
import type { TenantTx } from '#db/tenant.ts'
import type { Grants } from '#workflows/contracts/access.ts'
import { readAddress } from '#workflows/contracts/addresses.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import {
  covers,
  OWNED,
  ownRecordsOnly,
  permissionsOf,
  scopeOf,
} from '#workflows/contracts/permissions.ts'
import { grantsOfModules } from '#workflows/contracts/role-modules.ts'
import type { AccessPreview, PreviewInput } from '#web/portal/settings/team-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { notFound } from '#web/trpc/init.ts'
import type { RecordsMember } from '../orders/access.ts'
import { idInput, roleChoiceInput, roleModulesInput } from './input.ts'
import { sightOf } from './sight.ts'

const input = z.strictObject({
  role: z.union([
    roleChoiceInput,
    z.strictObject({ type: z.literal('draft'), modules: roleModulesInput }),
  ]),
  ownOnly: z.boolean(),
  person: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('member'), id: idInput.meta({ probe: 'person' }) }),
      z.strictObject({ type: z.literal('address'), email: z.string().max(320) }),
    ])
    .nullable(),
  instead: roleChoiceInput.nullable(),
})

export const preview = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(input)
  .query(({ ctx, input: asked }): Promise<AccessPreview> =>
    ctx.read(async (trx) => {
      const after = await grantsAsked(trx, asked)
      const { person, before } = await subjectOf(trx, asked)
      const own = ctx.tenant.grants
      if (!covers(own, after) || (before !== null && !covers(own, before))) {
        throw new AppError('forbidden', 'Your role does not include this.')
      }
      const sight = (grants: Grants) => sightOf(trx, { person, tenant: { grants } })
      return {
        ownOnly: asked.ownOnly,
        sees: await sight(after),
        before: before === null ? null : await sight(before),
        ...differences(before, after),
      }
    }),
  )

async function grantsAsked(trx: TenantTx, { role, ownOnly }: PreviewInput): Promise<Grants> {
  if (role.type !== 'draft') return (await resolveRole(trx, role, { ownOnly })).grants
  const grants = grantsOfModules(role.modules)
  return ownOnly ? ownRecordsOnly(grants) : grants
}

interface Subject {
  person: RecordsMember['person']
  /** Rights that the asked ones would take the place of. */
  before: Grants | null
}

async function subjectOf(trx: TenantTx, { person, instead }: PreviewInput): Promise<Subject> {
  const replaced = instead && (await resolveRole(trx, instead, { ownOnly: false })).grants
  if (person?.type === 'member') {
    const member = (await listMembers(trx)).find(({ personId }) => personId === person.id)
    if (!member) throw notFound()
    return { person: { id: member.personId }, before: member.grants }
  }
  // Of nobody in particular, own records are those of an address that never ordered.
  const read = readAddress(person?.email ?? '')
  return { person: { email: read.type === 'address' ? read.email : '' }, before: replaced }
}

function differences(before: Grants | null, after: Grants) {
  const [had, has] = [before ? permissionsOf(before) : [], permissionsOf(after)]
  const scope = (grants: Grants | null, module: (typeof OWNED)[number]) =>
    grants && scopeOf(grants, { module, action: 'view' })
  const changed = (from: 'own' | 'tenant', to: 'own' | 'tenant') =>
    OWNED.filter((module) => scope(before, module) === from && scope(after, module) === to)
  return {
    permissions: has,
    gains: has.filter((name) => !had.includes(name)),
    loses: had.filter((name) => !has.includes(name)),
    narrowed: changed('tenant', 'own'),
    widened: changed('own', 'tenant'),
  }
}
