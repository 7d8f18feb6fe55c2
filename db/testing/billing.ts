/** Rows of billing and of the CRM for tests of what is read, with everything a test does not care about filled in. */
import type { Insertable } from 'kysely'
import { newId, type ConnectionId, type RecordId, type TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../client.ts'
import type { DB } from '../schema/tables.gen.ts'
import { withTenant } from '../tenant.ts'

export interface Place {
  tenantId: TenantId
  connectionId: ConnectionId
}

export type InvoiceChange = Partial<Insertable<DB['invoices']>> & { external_id: string }
export type PaymentChange = Partial<Insertable<DB['payments']>> & { external_id: string }

const mirror = ({ tenantId, connectionId }: Place) => ({
  tenant_id: tenantId,
  id: newId<RecordId>(),
  connection_id: connectionId,
  version: 1,
  content_hash: Buffer.alloc(0),
  changed_at: new Date('2026-05-10T10:00:00Z'),
})

export const makeInvoice = (place: Place, change: InvoiceChange): Insertable<DB['invoices']> => ({
  ...mirror(place),
  customer_external_id: 'cus_1',
  number: change.external_id,
  state: 'open',
  currency: 'EUR',
  subtotal_minor: 100,
  tax_minor: 19,
  total_minor: 119,
  paid_minor: 0,
  remaining_minor: 119,
  description: null,
  order_number: null,
  created_at: new Date('2026-05-01T08:00:00Z'),
  issued_at: new Date('2026-05-01T09:00:00Z'),
  due_at: null,
  paid_at: null,
  voided_at: null,
  hosted_url: null,
  pdf_url: null,
  ...change,
})

export const makePayment = (place: Place, change: PaymentChange): Insertable<DB['payments']> => ({
  ...mirror(place),
  customer_external_id: 'cus_1',
  invoice_external_id: null,
  state: 'succeeded',
  amount_minor: 119,
  refunded_minor: 0,
  currency: 'EUR',
  method_label: null,
  receipt_url: null,
  failure_message: null,
  created_at: new Date('2026-05-05T08:00:00Z'),
  ...change,
})

/** In the order given; the ids of what was stored come back. */
export async function storeInvoices(
  worker: Database,
  place: Place,
  changes: readonly InvoiceChange[],
): Promise<RecordId[]> {
  const rows = changes.map((change) => makeInvoice(place, change))
  await withTenant(worker, place.tenantId, (trx) =>
    trx.insertInto('invoices').values(rows).execute(),
  )
  return rows.map(({ id }) => id)
}

export async function storePayments(
  worker: Database,
  place: Place,
  changes: readonly PaymentChange[],
): Promise<RecordId[]> {
  const rows = changes.map((change) => makePayment(place, change))
  await withTenant(worker, place.tenantId, (trx) =>
    trx.insertInto('payments').values(rows).execute(),
  )
  return rows.map(({ id }) => id)
}

const NOWHERE = { street: null, postal_code: null, city: null, region: null, country: null }

/** A company with two contacts, and the customer that invoices are made out to. */
export async function storeCompany(worker: Database, place: Place, name: string): Promise<void> {
  await withTenant(worker, place.tenantId, async (trx) => {
    const company = { ...mirror(place), ...NOWHERE, external_id: `company ${name}`, name }
    await trx
      .insertInto('companies')
      .values({ ...company, city: 'Kassel', domain: 'example.com', phone: null, industry: null })
      .execute()
    const contact = (who: string, company_external_id: string | null) => ({
      ...mirror(place),
      external_id: `${who} at ${name}`,
      company_external_id,
      name: who,
      email: `${who.toLowerCase()}@example.com`,
      phone: null,
      job_title: null,
    })
    await trx
      .insertInto('contacts')
      .values([contact('Zoe', company.external_id), contact('Abel', 'not arrived')])
      .execute()
    await trx
      .insertInto('billing_customers')
      .values({
        ...mirror(place),
        ...NOWHERE,
        external_id: `customer ${name}`,
        name,
        email: null,
        phone: null,
        tax_ids: ['DE123456789'],
      })
      .execute()
  })
}
