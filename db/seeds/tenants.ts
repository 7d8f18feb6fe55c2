/** Tenants of a seed and who belongs to them; each is written inside its own tenant, as every other write. */
import { sql } from 'kysely'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RolePreset } from '#workflows/contracts/access.ts'
import type { Database } from '../client.ts'
import { withSystem } from '../system/system.ts'
import { withTenant } from '../tenant.ts'
import type { TenantSpec } from './spec.ts'

/** A tenant of that slug keeps what it is; policies hide it from the owner role, so the lookup role is asked. */
async function findTenantId(owner: Database, slug: string): Promise<TenantId | undefined> {
  return withSystem(owner, async (trx) => {
    await sql`set local role portside_lookup`.execute(trx)
    const row = await trx
      .selectFrom('tenants')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirst()
    return row?.id
  })
}

export async function ensureTenant(owner: Database, tenant: TenantSpec): Promise<TenantId> {
  const known = await findTenantId(owner, tenant.slug)
  if (known) return known
  const id = newId<TenantId>()
  await withTenant(owner, id, (trx) =>
    trx
      .insertInto('tenants')
      .values({
        id,
        slug: tenant.slug,
        name: tenant.name,
        ...(tenant.brandColor !== undefined && { brand_color: tenant.brandColor }),
        ...(tenant.timeZone !== undefined && { time_zone: tenant.timeZone }),
        ...(tenant.locale !== undefined && { locale: tenant.locale }),
        ...(tenant.idleMinutes !== undefined && { idle_minutes: tenant.idleMinutes }),
      })
      .execute(),
  )
  return id
}

export async function ensureMembers(
  owner: Database,
  tenantId: TenantId,
  members: readonly { personId: PersonId; role: RolePreset }[],
): Promise<void> {
  if (members.length === 0) return
  await withTenant(owner, tenantId, (trx) =>
    trx
      .insertInto('memberships')
      .values(
        members.map(({ personId, role }) => ({ tenant_id: tenantId, person_id: personId, role })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}
