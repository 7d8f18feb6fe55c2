/** The members of the tenant. People are global, so they are reached through a lookup that knows the tenant only. */
import { sql } from 'kysely'
import type { Grants, MemberRole } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { accessOf, type StoredRole } from '../system/stored-role.ts'
import type { TenantTx } from '../tenant.ts'

export interface Member {
  personId: PersonId
  email: string
  name: string
  role: MemberRole
  grants: Grants
  /** Their rights reach no further than their own records. */
  ownOnly: boolean
  isOwner: boolean
  /** May sign in by password although the tenant enforces single sign-on. */
  breaksGlass: boolean
  memberSince: string
  isActive: boolean
  /** Grows with every change of the membership. */
  version: number
  /** Live sessions of this person. */
  sessions: number
  /** True once one of their sessions was opened with a second factor; null: not known. */
  secondFactor: true | null
  /** When they last did something; null: never. */
  seenAt: string | null
}

interface MemberRow extends StoredRole {
  personId: PersonId
  email: string
  name: string
  memberSince: Date
  isActive: boolean
  isOwner: boolean
  breaksGlass: boolean
  version: number
  sessions: number
  strong: boolean
  seenAt: Date | null
}

/** All of them, by name. */
export async function listMembers(trx: TenantTx): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    select person_id as "personId", email, name, member_since as "memberSince", active as "isActive", preset,
      role_id as "roleId", role_name as "roleName", role_grants as "roleGrants", own_only as "ownOnly",
      is_owner as "isOwner", break_glass as "breaksGlass", version, sessions, strong, seen_at as "seenAt"
    from app.tenant_members() order by name, person_id`.execute(trx)
  return rows.map(
    ({ preset, roleId, roleName, roleGrants, memberSince, strong, seenAt, ...member }) => ({
      ...member,
      secondFactor: strong || null,
      seenAt: seenAt?.toISOString() ?? null,
      ...accessOf({ preset, roleId, roleName, roleGrants, ownOnly: member.ownOnly }),
      memberSince: memberSince.toISOString(),
    }),
  )
}
