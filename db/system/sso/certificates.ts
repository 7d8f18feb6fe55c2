/** Certificates of identity providers in use, across tenants and a page at a time, and the admins to be told of one. */
import { sql } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import type { SystemTx } from '../system.ts'
import type { SsoTenant } from './doors.ts'

export interface ProviderCertificates {
  providerId: string
  providerName: string
  tenant: SsoTenant
  /** PEM. */
  certificates: string[]
}

interface Row {
  tenant_id: SsoTenant['id']
  slug: string
  tenant_name: string
  id: string
  name: string
  certificates: string[]
}

export async function listSamlCertificates(
  trx: SystemTx,
  { after, limit }: { after: string | null; limit: number },
): Promise<ProviderCertificates[]> {
  const { rows } = await sql<Row>`select * from app.saml_certificates(${after}, ${limit})`.execute(
    trx,
  )
  return rows.map((row) => ({
    providerId: row.id,
    providerName: row.name,
    tenant: { id: row.tenant_id, slug: row.slug, name: row.tenant_name },
    certificates: row.certificates,
  }))
}

/** Of the tenant of the transaction; whoever has been disabled is not among them. */
export async function listAdmins(trx: TenantTx): Promise<{ name: string; email: string }[]> {
  const { rows } = await sql<{ name: string; email: string }>`
    select * from app.tenant_admins()`.execute(trx)
  return rows
}
