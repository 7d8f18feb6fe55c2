/** Whose own a record is, so that a live event reaches those who see their own records only. */
import { sql, type RawBuilder } from 'kysely'
import type { PersonId, RecordId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'

export interface WrittenOf {
  kind: RecordKind
  id: RecordId
  /** As the record itself says it. */
  ownerPersonId: PersonId | null
}

/** An order's is who placed it; an invoice's, a payment's and a credit note's whose order it is for, as it is read (own-records.ts). */
export async function findMembersOf(
  trx: TenantTx,
  records: readonly WrittenOf[],
): Promise<Map<RecordId, PersonId[]>> {
  const members = new Map(
    records.map(({ id, ownerPersonId }) => [id, ownerPersonId === null ? [] : [ownerPersonId]]),
  )
  const idsOf = (kind: RecordKind): RecordId[] =>
    records.flatMap((record) => (record.kind === kind ? [record.id] : []))
  const [invoices, payments, notes] = [idsOf('invoice'), idsOf('payment'), idsOf('credit_note')]
  if (invoices.length + payments.length + notes.length === 0) return members
  // Each step is a look into an index, whatever the planner believes of tables that were filled a moment ago: joined
  // freely, 245 payments of a first import took it past the time that a statement may take.
  const { rows } = await sql<{ id: RecordId; personIds: PersonId[] }>`
    with billed (id, order_number) as (
      select w.id, i.order_number
      from unnest(${invoices}::uuid[]) as w (id)
      cross join lateral (
        select order_number from invoices
        where tenant_id = ${trx.tenantId} and id = w.id limit 1) as i
      union all
      ${orderOf(trx, 'payments', payments)}
      union all
      ${orderOf(trx, 'credit_notes', notes)})
    select b.id, array_agg(distinct o.owner_person_id) as "personIds"
    from billed b
    cross join lateral (
      select owner_person_id from orders
      where tenant_id = ${trx.tenantId} and number = b.order_number
        and deleted_at is null and owner_person_id is not null
      offset 0) as o
    group by b.id`.execute(trx)
  for (const { id, personIds } of rows) members.set(id, personIds)
  return members
}

/** Of what names its invoice: that one's order. */
const orderOf = (
  { tenantId }: TenantTx,
  table: 'payments' | 'credit_notes',
  ids: readonly RecordId[],
): RawBuilder<unknown> => sql`
  select w.id, i.order_number
  from unnest(${ids}::uuid[]) as w (id)
  cross join lateral (
    select connection_id, invoice_external_id from ${sql.table(table)}
    where tenant_id = ${tenantId} and id = w.id limit 1) as r
  cross join lateral (
    select order_number from invoices
    where tenant_id = ${tenantId} and connection_id = r.connection_id
      and external_id = r.invoice_external_id limit 1) as i`
