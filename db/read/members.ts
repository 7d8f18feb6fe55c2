/** The members of the tenant. People are global, so they are reached through a lookup that knows the tenant only. */
import { sql } from 'kysely'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'

export interface Member {
  personId: PersonId
  email: string
  name: string
  role: RolePreset
  memberSince: string
  isActive: boolean
}

interface MemberRow {
  person_id: PersonId
  email: string
  name: string
  role: RolePreset
  member_since: Date
  active: boolean
}

/** All of them, by name. */
export async function listMembers(trx: TenantTx): Promise<Member[]> {
  const { rows } = await sql<MemberRow>`
    select * from app.tenant_members() order by name, person_id`.execute(trx)
  return rows.map((row) => ({
    personId: row.person_id,
    email: row.email,
    name: row.name,
    role: row.role,
    memberSince: row.member_since.toISOString(),
    isActive: row.active,
  }))
}
