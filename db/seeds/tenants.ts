/** Tenants of a seed and who belongs to them; each is written inside its own tenant, as every other write. */
import { sql } from 'kysely'
import { newId, type PersonId, type RoleId, type TenantId } from '#workflows/contracts/ids.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { grantsOfModules } from '#workflows/contracts/role-modules.ts'
import type { Database } from '../client.ts'
import { withSystem } from '../system/system.ts'
import { withTenant } from '../tenant.ts'
import type { MemberSpec, TenantSpec } from './spec.ts'

/** By slug, those that exist; policies hide them from the owner role, so the lookup role is asked. */
export async function findTenantIds(
  owner: Database,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, TenantId>> {
  const rows = await withSystem(owner, async (trx) => {
    await sql`set local role portside_lookup`.execute(trx)
    return trx.selectFrom('tenants').select(['id', 'slug']).where('slug', 'in', slugs).execute()
  })
  return new Map(rows.map(({ id, slug }) => [slug, id]))
}

/** A tenant of that slug keeps what it is. @param ids of those that exist; default: it is looked up */
export async function ensureTenant(
  owner: Database,
  tenant: TenantSpec,
  ids?: ReadonlyMap<string, TenantId>,
): Promise<TenantId> {
  const known = (ids ?? (await findTenantIds(owner, [tenant.slug]))).get(tenant.slug)
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

/** A role of that name keeps what it holds. */
export async function ensureRoles(
  owner: Database,
  tenantId: TenantId,
  roles: NonNullable<TenantSpec['roles']>,
): Promise<void> {
  if (roles.length === 0) return
  await withTenant(owner, tenantId, (trx) =>
    trx
      .insertInto('roles')
      .values(
        roles.map(({ name, modules }) => ({
          tenant_id: tenantId,
          id: newId<RoleId>(),
          name,
          grants: JSON.stringify(grantsOfModules(modules)),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}

export const roleName = (role: MemberSpec['role']): string =>
  typeof role === 'string' ? role : role.custom

export interface SeedMember extends Pick<MemberSpec, 'role' | 'ownOnly' | 'owner'> {
  personId: PersonId
}

/** @throws AppError `invalid_input` for a role that the tenant does not have, or an owner who is no admin */
export async function ensureMembers(
  owner: Database,
  tenantId: TenantId,
  members: readonly SeedMember[],
): Promise<void> {
  if (members.length === 0) return
  await withTenant(owner, tenantId, async (trx) => {
    const roles = await trx
      .selectFrom('roles')
      .select(['id', 'name'])
      .where('tenant_id', '=', tenantId)
      .execute()
    const known = new Map(roles.map(({ id, name }) => [name, id]))
    await trx
      .insertInto('memberships')
      .values(
        members.map((member) => ({
          tenant_id: tenantId,
          person_id: member.personId,
          ...roleColumns(member.role, known),
          own_only: member.ownOnly ?? false,
          is_owner: ownerOf(member),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

function roleColumns(role: MemberSpec['role'], known: ReadonlyMap<string, RoleId>) {
  if (typeof role === 'string') return { role, role_id: null }
  const id = known.get(role.custom)
  if (!id) throw new AppError('invalid_input', `There is no role ${role.custom} in this tenant.`)
  return { role: null, role_id: id }
}

function ownerOf({ owner = false, role, ownOnly }: SeedMember): boolean {
  if (owner && (role !== 'admin' || ownOnly)) {
    throw new AppError('invalid_input', 'The owner of a tenant is an admin.')
  }
  return owner
}
