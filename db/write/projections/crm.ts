/** Companies and contacts. */
import type { PostalAddress } from '#workflows/contracts/crm.ts'
import type { Projection, Row } from './projection.ts'

export const ADDRESS_COLUMNS = {
  street: 'text',
  postal_code: 'text',
  city: 'text',
  region: 'text',
  country: 'text',
} as const

export const ADDRESS_FACTS = {
  street: 'street',
  postalCode: 'postal_code',
  city: 'city',
  region: 'region',
  country: 'country',
} as const

export const addressRowOf = (address: PostalAddress): Row => ({
  street: address.street,
  postal_code: address.postalCode,
  city: address.city,
  region: address.region,
  country: address.country,
})

export const companyProjection: Projection<'company'> = {
  kind: 'company',
  table: 'companies',
  columns: {
    name: 'text',
    domain: 'text',
    phone: 'text',
    industry: 'text',
    ...ADDRESS_COLUMNS,
  },
  rowOf: ({ name, domain, phone, industry, address }) => ({
    name,
    domain,
    phone,
    industry,
    ...addressRowOf(address),
  }),
  tombstone: { name: '' },
  facts: {
    name: 'name',
    domain: 'domain',
    phone: 'phone',
    industry: 'industry',
    ...ADDRESS_FACTS,
  },
  label: 'name',
}

export const contactProjection: Projection<'contact'> = {
  kind: 'contact',
  table: 'contacts',
  isErasable: true,
  columns: {
    company_external_id: 'text',
    name: 'text',
    email: 'text',
    phone: 'text',
    job_title: 'text',
  },
  rowOf: ({ externalCustomerId, name, email, phone, jobTitle }) => ({
    company_external_id: externalCustomerId,
    name,
    email,
    phone,
    job_title: jobTitle,
  }),
  tombstone: { name: '' },
  facts: { name: 'name', email: 'email', phone: 'phone', jobTitle: 'job_title' },
  label: 'name',
}
