/** The identity providers of a tenant, as sign-in and the settings read them. */
import { sql } from 'kysely'
import { ROLE_PRESETS, type RolePreset } from '#workflows/contracts/access.ts'
import type { TenantTx } from '../../tenant.ts'

export type ProviderKind = 'oidc' | 'saml'
export type ProviderState = 'draft' | 'active' | 'disabled'

export interface GroupRole {
  group: string
  role: RolePreset
}

export interface IdentityProvider {
  id: string
  kind: ProviderKind
  name: string
  state: ProviderState
  version: number
  issuer: string
  clientId: string | null
  /** Sealed. */
  clientSecret: string | null
  ssoUrl: string | null
  metadataUrl: string | null
  /** PEM. */
  certificates: string[]
  /** How old a sign-in at the provider may be; null: not asked. For OIDC only. */
  maxAgeMinutes: number | null
  groupsName: string | null
  defaultRole: RolePreset
  groupRoles: GroupRole[]
  testedAt: Date | null
}

const COLUMNS = sql`
  id, kind, name, state, version, issuer, client_id as "clientId", client_secret as "clientSecret",
  sso_url as "ssoUrl", metadata_url as "metadataUrl", certificates, groups_name as "groupsName",
  default_role as "defaultRole", group_roles as "groupRoles", tested_at as "testedAt",
  max_age_minutes as "maxAgeMinutes"`

export async function listProviders(trx: TenantTx): Promise<IdentityProvider[]> {
  const { rows } = await sql<IdentityProvider>`
    select ${COLUMNS} from identity_providers where tenant_id = ${trx.tenantId}
    order by created_at, id`.execute(trx)
  return rows.map(known)
}

export async function findProvider(
  trx: TenantTx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<IdentityProvider | null> {
  const { rows } = await sql<IdentityProvider>`
    select ${COLUMNS} from identity_providers where tenant_id = ${trx.tenantId} and id = ${id}
    ${options.lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0] ? known(rows[0]) : null
}

/** A role that this release does not know grants nothing. */
const known = (provider: IdentityProvider): IdentityProvider => ({
  ...provider,
  groupRoles: provider.groupRoles.filter(({ role }) => ROLE_PRESETS.includes(role)),
})

export interface TenantDomain {
  id: string
  domain: string
  proof: string
  provenAt: Date | null
  checkedAt: Date | null
  /** Since when the record was not found any more; it stays proven. */
  missingSince: Date | null
}

export async function listDomains(trx: TenantTx): Promise<TenantDomain[]> {
  const { rows } = await sql<TenantDomain>`
    select id, domain, proof, proven_at as "provenAt", checked_at as "checkedAt",
      missing_since as "missingSince"
    from tenant_domains where tenant_id = ${trx.tenantId} order by domain`.execute(trx)
  return rows
}

export async function isDomainProven(trx: TenantTx, domain: string): Promise<boolean> {
  const { rows } = await sql<{ proven: boolean }>`
    select exists (select 1 from tenant_domains where tenant_id = ${trx.tenantId}
      and domain = ${domain} and proven_at is not null) as proven`.execute(trx)
  return rows[0]?.proven ?? false
}
