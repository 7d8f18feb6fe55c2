/** Rows that tests start from, with everything a test does not care about filled in. */
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { Database } from '../client.ts'
import { withTenant } from '../tenant.ts'

/** @param owner a Database of `portside_owner`: no other role may add tenants or people */
export async function insertTenant(
  owner: Database,
  tenant: { slug: string; timeZone?: string },
): Promise<TenantId> {
  const id = newId<TenantId>()
  await withTenant(owner, id, (trx) =>
    trx
      .insertInto('tenants')
      .values({ id, slug: tenant.slug, name: tenant.slug, time_zone: tenant.timeZone ?? 'UTC' })
      .execute(),
  )
  return id
}

export async function insertMember(
  owner: Database,
  tenantId: TenantId,
  member: { email: string; role: RolePreset; passwordHash?: string },
): Promise<PersonId> {
  const id = newId<PersonId>()
  await withTenant(owner, tenantId, async (trx) => {
    await trx
      .insertInto('people')
      .values({
        id,
        email: member.email,
        name: member.email,
        password_hash: member.passwordHash ?? null,
      })
      .execute()
    await trx
      .insertInto('memberships')
      .values({ tenant_id: tenantId, person_id: id, role: member.role })
      .execute()
  })
  return id
}
