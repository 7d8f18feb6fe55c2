/** `portal.team.list`: who belongs to the tenant and as what, who is invited, and which roles there are. */
import { listMembers, type Member } from '#db/read/members.ts'
import { listInvitations } from '#db/read/team/invitations.ts'
import { listRoles } from '#db/read/team/roles.ts'
import { ROLE_PRESETS, type MemberRole } from '#workflows/contracts/access.ts'
import type { MemberView, TeamView } from '#web/portal/settings/team-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'

const viewOf = (member: Member): MemberView => ({
  personId: member.personId,
  name: member.name,
  email: member.email,
  role: member.role,
  ownOnly: member.ownOnly,
  isOwner: member.isOwner,
  isActive: member.isActive,
  secondFactor: member.secondFactor,
  sessions: member.sessions,
  seenAt: member.seenAt,
  memberSince: member.memberSince,
  version: member.version,
})

export const list = memberProcedure
  .meta({ needs: { module: 'team', action: 'view' } })
  .query(({ ctx }): Promise<TeamView> =>
    ctx.read(async (trx) => {
      const members = await listMembers(trx)
      const own = await listRoles(trx)
      const mayManage = ctx.may({ module: 'team', action: 'manage' })
      const hasOwner = members.some(({ isOwner }) => isOwner)
      const { role } = ctx.tenant
      const isAdmin = role.type === 'preset' && role.preset === 'admin'
      return {
        members: members.map(viewOf),
        invitations: await listInvitations(trx),
        roles: [
          ...ROLE_PRESETS.map((preset): MemberRole => ({ type: 'preset', preset })),
          ...own.map(({ id, name }): MemberRole => ({ type: 'custom', id, name })),
        ],
        mayManage,
        mayTransfer: mayManage && (hasOwner ? ctx.tenant.isOwner : isAdmin),
      }
    }),
  )
