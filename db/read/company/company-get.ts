/** Who the customer is: the companies the CRM knows it as, and the people there. Usually it is one company. */
import { sql } from 'kysely'
import type { CompanyRecord, ContactRecord, PostalAddress } from '#workflows/contracts/crm.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'

export interface CompanyDetails extends Pick<
  CompanyRecord,
  'name' | 'domain' | 'phone' | 'industry' | 'address'
> {
  id: RecordId
  version: number
}

export interface ContactDetails extends Pick<
  ContactRecord,
  'name' | 'email' | 'phone' | 'jobTitle'
> {
  id: RecordId
  version: number
  /** Of the companies read along; null while the company has not arrived. */
  companyId: RecordId | null
}

export interface CompanyPage {
  /** By name. */
  companies: CompanyDetails[]
  /** By name; at most MAX_CONTACTS of them. */
  contacts: ContactDetails[]
  contactCount: number
}

export const MAX_CONTACTS = 500
const MAX_COMPANIES = 50

export async function getCompany(trx: TenantTx): Promise<CompanyPage> {
  const { rows } = await sql<CompanyPage>`
    select
      (select coalesce(json_agg(company), '[]') from (
         select c.id, c.version, c.name, c.domain, c.phone, c.industry, ${addressOf('c')} as address
         from companies c where c.tenant_id = ${trx.tenantId} and c.deleted_at is null
         order by c.name, c.id limit ${MAX_COMPANIES}) as company) as companies,
      (select coalesce(json_agg(contact), '[]') from (
         select p.id, p.version, p.name, p.email, p.phone, p.job_title as "jobTitle", c.id as "companyId"
         from contacts p
         left join companies c on c.tenant_id = ${trx.tenantId} and c.connection_id = p.connection_id
           and c.external_id = p.company_external_id and c.deleted_at is null
         where p.tenant_id = ${trx.tenantId} and p.deleted_at is null
         order by p.name, p.id limit ${MAX_CONTACTS}) as contact) as contacts,
      (select count(*) from contacts p
       where p.tenant_id = ${trx.tenantId} and p.deleted_at is null) as "contactCount"`.execute(trx)
  return rows[0] ?? { companies: [], contacts: [], contactCount: 0 }
}

/** An address as JSON, over the alias of a table that has one. */
export const addressOf = (alias: 'c' | 'b') => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<PostalAddress>`json_build_object('street', ${column('street')},
    'postalCode', ${column('postal_code')}, 'city', ${column('city')}, 'region', ${column('region')},
    'country', ${column('country')})`
}
