/** Identity providers and proven domains of a seed. One that is there already, by its issuer, is brought up to date. */
import { sql } from 'kysely'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../client.ts'
import { seal, type Keyring } from '../secrets.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import type { ProviderSpec, TenantSpec } from './spec.ts'

export interface SeededProvider {
  id: string
  kind: ProviderSpec['kind']
  name: string
}

/** @returns the providers with the ids that their addresses are made of */
export function ensureSignOn(
  { owner, keyring }: { owner: Database; keyring: Keyring },
  tenantId: TenantId,
  { identityProviders = [], domains = [] }: Pick<TenantSpec, 'identityProviders' | 'domains'>,
): Promise<SeededProvider[]> {
  return withTenant(owner, tenantId, async (trx) => {
    const seeded: SeededProvider[] = []
    for (const provider of identityProviders) {
      const id = await ensureProvider(trx, keyring, provider)
      seeded.push({ id, kind: provider.kind, name: provider.name })
    }
    for (const domain of domains) {
      await sql`
        insert into tenant_domains (tenant_id, id, domain, proof, proven_at, checked_at)
        values (${tenantId}, ${newId()}, ${domain}, ${`seeded-${newId()}`}, now(), now())
        on conflict (tenant_id, domain) do nothing`.execute(trx)
    }
    return seeded
  })
}

async function ensureProvider(
  trx: TenantTx,
  keyring: Keyring,
  spec: ProviderSpec,
): Promise<string> {
  const known = await trx
    .selectFrom('identity_providers')
    .select('id')
    .where('tenant_id', '=', trx.tenantId)
    .where('name', '=', spec.name)
    .executeTakeFirst()
  const id = known?.id ?? newId<string>()
  const secret = spec.clientSecret
  const values = {
    ...{ kind: spec.kind, name: spec.name, issuer: spec.issuer, state: 'active' },
    client_id: spec.clientId ?? null,
    client_secret:
      secret === undefined ? null : seal(keyring, { owner: id, field: 'client_secret' }, secret),
    sso_url: spec.ssoUrl ?? null,
    certificates: JSON.stringify(spec.certificates),
    groups_name: spec.groupsName ?? null,
    default_role: spec.defaultRole,
    group_roles: JSON.stringify(spec.groupRoles),
    tested_at: new Date(),
  }
  await trx
    .insertInto('identity_providers')
    .values({ tenant_id: trx.tenantId, id, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'id'])
        .doUpdateSet({ ...values, version: sql<number>`identity_providers.version + 1` }),
    )
    .execute()
  return id
}
