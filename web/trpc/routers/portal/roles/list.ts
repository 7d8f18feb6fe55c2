/** `portal.roles.list`: the presets as they are, and the roles the tenant has made itself. */
import { listMembers } from '#db/read/members.ts'
import { listRoles } from '#db/read/team/roles.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import { modulesOfGrants } from '#workflows/contracts/role-modules.ts'
import type { RolesView } from '#web/portal/settings/team-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

export const list = memberProcedure
  .meta({ needs: { module: 'team', action: 'view' } })
  .query(({ ctx }): Promise<RolesView> =>
    ctx.read(async (trx) => {
      const members = await listMembers(trx)
      const roles = await listRoles(trx)
      return {
        presets: ROLE_PRESETS.map((preset) => ({
          preset,
          grants: PRESETS[preset],
          members: members.filter(({ role }) => role.type === 'preset' && role.preset === preset)
            .length,
        })),
        roles: roles.map(({ grants, ...role }) => ({ ...role, modules: modulesOfGrants(grants) })),
        mayManage: ctx.may({ module: 'team', action: 'manage' }),
      }
    }),
  )
