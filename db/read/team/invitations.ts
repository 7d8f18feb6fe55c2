/** Invitations as the page of the team lists them: what is open first, then what ended lately. */
import { sql } from 'kysely'
import type { MemberRole, RolePreset } from '#workflows/contracts/access.ts'
import type { InvitationId, RoleId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'

export interface Invitation {
  id: InvitationId
  email: string
  /** Null for an ended one whose role is gone. */
  role: MemberRole | null
  ownOnly: boolean
  state: 'pending' | 'expired' | 'accepted' | 'revoked'
  invitedBy: string | null
  sentAt: string
  expiresAt: string
  endedAt: string | null
}

interface InvitationRow extends Omit<Invitation, 'role' | 'sentAt' | 'expiresAt' | 'endedAt'> {
  preset: RolePreset | null
  roleId: RoleId | null
  roleName: string | null
  sentAt: Date
  expiresAt: Date
  endedAt: Date | null
}

const MAX_ENTRIES = 600

/** Ended ones are told for thirty days; after that the audit log has them. */
export async function listInvitations(trx: TenantTx): Promise<Invitation[]> {
  const { rows } = await sql<InvitationRow>`
    select i.id, i.email, i.role as preset, i.role_id as "roleId", r.name as "roleName", i.own_only as "ownOnly",
      case when i.state = 'pending' and i.expires_at <= now() then 'expired' else i.state end as state,
      p.name as "invitedBy", i.sent_at as "sentAt", i.expires_at as "expiresAt", i.ended_at as "endedAt"
    from invitations i
    left join roles r on r.tenant_id = i.tenant_id and r.id = i.role_id
    left join app.tenant_members() p on p.person_id = i.invited_by
    where i.tenant_id = ${trx.tenantId}
      and (i.state = 'pending' or i.ended_at > now() - interval '30 days')
    order by i.state = 'pending' desc, i.created_at desc, i.id
    limit ${MAX_ENTRIES}`.execute(trx)
  return rows.map(({ preset, roleId, roleName, ...row }) => ({
    ...row,
    role: roleOf({ preset, roleId, roleName }),
    sentAt: row.sentAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }))
}

function roleOf({
  preset,
  roleId,
  roleName,
}: Pick<InvitationRow, 'preset' | 'roleId' | 'roleName'>): MemberRole | null {
  if (preset !== null) return { type: 'preset', preset }
  return roleId !== null && roleName !== null
    ? { type: 'custom', id: roleId, name: roleName }
    : null
}
