/** Identity providers and domains of a tenant, written; each says whether it changed anything. */
import { sql } from 'kysely'
import { newId } from '#workflows/contracts/ids.ts'
import type { IdentityProvider } from '../../read/sso/providers.ts'
import type { TenantTx } from '../../tenant.ts'

export type ProviderValues = Omit<IdentityProvider, 'version' | 'state' | 'testedAt'>

export async function insertProvider(trx: TenantTx, values: ProviderValues): Promise<void> {
  await trx
    .insertInto('identity_providers')
    .values({ tenant_id: trx.tenantId, ...columnsOf(values) })
    .execute()
}

/** @param isOther whether it leads elsewhere now: then it has to be tested again before it is used */
export async function updateProvider(
  trx: TenantTx,
  values: ProviderValues,
  isOther: boolean,
): Promise<void> {
  await trx
    .updateTable('identity_providers')
    .set({
      ...columnsOf(values),
      version: sql<number>`version + 1`,
      updated_at: sql<Date>`now()`,
      ...(isOther ? { state: 'draft', tested_at: null } : {}),
    })
    .where('tenant_id', '=', trx.tenantId)
    .where('id', '=', values.id)
    .execute()
}

const columnsOf = (values: ProviderValues) => ({
  id: values.id,
  kind: values.kind,
  name: values.name,
  issuer: values.issuer,
  client_id: values.clientId,
  client_secret: values.clientSecret,
  sso_url: values.ssoUrl,
  metadata_url: values.metadataUrl,
  certificates: JSON.stringify(values.certificates),
  max_age_minutes: values.maxAgeMinutes,
  groups_name: values.groupsName,
  default_role: values.defaultRole,
  group_roles: JSON.stringify(values.groupRoles),
})

/** What no longer is in use vouches for nobody: its sessions end. */
export async function setProviderState(
  trx: TenantTx,
  id: string,
  state: 'active' | 'disabled',
): Promise<void> {
  await sql`
    update identity_providers set state = ${state}, updated_at = now()
    where tenant_id = ${trx.tenantId} and id = ${id}`.execute(trx)
  if (state === 'disabled') await sql`select app.end_provider_sessions(${id})`.execute(trx)
}

export async function deleteProvider(trx: TenantTx, id: string): Promise<void> {
  await sql`select app.end_provider_sessions(${id})`.execute(trx)
  await sql`
    delete from identity_providers where tenant_id = ${trx.tenantId} and id = ${id}`.execute(trx)
}

/** @returns null when the tenant has this domain on its list already */
export async function insertDomain(
  trx: TenantTx,
  { domain, proof }: { domain: string; proof: string },
): Promise<string | null> {
  const id = newId<string>()
  const { rows } = await sql<{ id: string }>`
    insert into tenant_domains (tenant_id, id, domain, proof)
    values (${trx.tenantId}, ${id}, ${domain}, ${proof})
    on conflict (tenant_id, domain) do nothing returning id`.execute(trx)
  return rows[0]?.id ?? null
}

/**
 * A domain that was proven stays so: losing the record is told, and takes nobody's access.
 *
 * @returns what became of it; `taken` when another tenant proved it first, `same` when nothing changed but the time
 */
export async function noteDomainCheck(
  trx: TenantTx,
  { id, domain, found }: { id: string; domain: string; found: boolean },
): Promise<'proven' | 'missing' | 'taken' | 'same'> {
  // Between two tenants that prove one name at once, the index lets the first through and the second fail: ask before.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`domain ${domain}`}, 0))`.execute(trx)
  const { rows } = await sql<{ proven: boolean; missing: boolean; taken: boolean }>`
    select proven_at is not null as proven, missing_since is not null as missing,
      app.domain_is_taken(domain) as taken
    from tenant_domains where tenant_id = ${trx.tenantId} and id = ${id} for update`.execute(trx)
  const [before] = rows
  if (!before) return 'same'
  if (!before.proven && found && before.taken) return 'taken'
  await sql`
    update tenant_domains set checked_at = now(),
      proven_at = case when ${found} then coalesce(proven_at, now()) else proven_at end,
      missing_since = case when ${found} or proven_at is null then null else coalesce(missing_since, now()) end
    where tenant_id = ${trx.tenantId} and id = ${id}`.execute(trx)
  if (found) return before.proven && !before.missing ? 'same' : 'proven'
  return before.proven && !before.missing ? 'missing' : 'same'
}

export async function deleteDomain(trx: TenantTx, id: string): Promise<void> {
  await sql`delete from tenant_domains where tenant_id = ${trx.tenantId} and id = ${id}`.execute(
    trx,
  )
}

/** @param breakGlassId the one admin who may always come in otherwise; null takes it from whoever had it */
export async function setEnforced(
  trx: TenantTx,
  on: boolean,
  breakGlassId: string | null,
): Promise<void> {
  await sql`
    update memberships set break_glass = (person_id = ${breakGlassId}::uuid) is true
    where tenant_id = ${trx.tenantId} and (break_glass or person_id = ${breakGlassId}::uuid)`.execute(
    trx,
  )
  await sql`update tenants set enforce_sso = ${on} where id = ${trx.tenantId}`.execute(trx)
}
