/** Companies and contacts as the CRM owns them. */

export interface PostalAddress {
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  /** As the CRM words it; not always an ISO code. */
  country: string | null
}

/** The CRM's company of a tenant: what links resolve, so its own id is the external customer id. */
export interface CompanyRecord {
  externalId: string
  /** Milliseconds of the CRM's last change: its increasing version. */
  version: number
  externalCustomerId: string
  name: string
  domain: string | null
  phone: string | null
  industry: string | null
  address: PostalAddress
  /** What it has taken in, however long ago: other companies that are this one now. Missing: none. */
  mergedIds?: readonly string[]
  changedAt: string
}

export interface ContactRecord {
  externalId: string
  version: number
  /** The primary associated company, or null for a contact without one (it stays unmapped). */
  externalCustomerId: string | null
  name: string
  email: string | null
  phone: string | null
  jobTitle: string | null
  /** As of a company. */
  mergedIds?: readonly string[]
  changedAt: string
}
