/** Identity providers of a test's tenants, written straight into its database. */
import type pg from 'pg'
import { createKeyring, seal } from '#db/secrets.ts'
import { newId } from '#workflows/contracts/ids.ts'
import type { World, Tenant } from '../world.ts'

export interface ProviderFacts {
  kind: 'oidc' | 'saml'
  issuer: string
  state?: string
  certificates?: string[]
  groupRoles?: { group: string; role: string }[]
}

export const CLIENT_ID = 'portside'

export async function addProvider(
  world: Pick<World, 'sql' | 'encryptionKeys'>,
  tenant: Pick<Tenant, 'id'>,
  facts: ProviderFacts,
): Promise<string> {
  const id = newId<string>()
  const isOidc = facts.kind === 'oidc'
  const keyring = createKeyring(world.encryptionKeys)
  await world.sql.query(
    `insert into identity_providers (tenant_id, id, kind, name, state, issuer, client_id, client_secret,
       sso_url, certificates, groups_name, default_role, group_roles)
     values ($1, $2, $3, 'Company sign-on', $4, $5, $6, $7, $8, $9, 'groups', 'requester', $10)`,
    [
      ...[tenant.id, id, facts.kind, facts.state ?? 'active', facts.issuer],
      isOidc ? CLIENT_ID : null,
      isOidc ? seal(keyring, { owner: id, field: 'client_secret' }, 'a client secret') : null,
      isOidc ? null : 'https://login.northgate.test/sso',
      JSON.stringify(facts.certificates ?? []),
      JSON.stringify(facts.groupRoles ?? []),
    ],
  )
  return id
}

/** @returns its id */
export async function proveDomain(
  sql: pg.Pool,
  tenant: Pick<Tenant, 'id'>,
  domain: string,
): Promise<string> {
  const id = newId<string>()
  await sql.query(
    `insert into tenant_domains (tenant_id, id, domain, proof, proven_at)
     values ($1, $2, $3, 'x', now())`,
    [tenant.id, id, domain],
  )
  return id
}
