/** Before a tenant is known: whose identity provider this is, and which ones an address or a tenant leads to. */
import { isUuid, type TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../../client.ts'

export interface SsoTenant {
  id: TenantId
  slug: string
  name: string
}

/** Null for an unknown provider and for one of a suspended tenant. */
export async function findSsoTenant(db: Database, providerId: string): Promise<SsoTenant | null> {
  if (!isUuid(providerId)) return null
  const { rows } = await db.pool.query<SsoTenant>(
    'select tenant_id as id, slug, name from app.sso_tenant($1)',
    [providerId],
  )
  return rows[0] ?? null
}

export interface SsoDoor {
  providerId: string
  providerName: string
  tenant: { slug: string; name: string }
}

interface DoorRow {
  id: string
  name: string
  tenant_slug: string
  tenant_name: string
}

/** Active providers of the tenant that proved `domain`, or of the tenant `slug`. Says nothing about accounts. */
export async function listSsoDoors(
  db: Database,
  by: { domain: string } | { slug: string },
): Promise<SsoDoor[]> {
  const [domain, slug] = 'domain' in by ? [by.domain, null] : [null, by.slug]
  const clean = (text: string | null): string | null => text?.replaceAll('\0', '') ?? null
  const { rows } = await db.pool.query<DoorRow>('select * from app.sso_doors($1, $2)', [
    clean(domain),
    clean(slug),
  ])
  return rows.map((row) => ({
    providerId: row.id,
    providerName: row.name,
    tenant: { slug: row.tenant_slug, name: row.tenant_name },
  }))
}
