/** Whose own a record is, so that a live event reaches those who see their own records only. */
import { sql } from 'kysely'
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
  const { rows } = await sql<{ id: RecordId; personIds: PersonId[] }>`
    with billed (id, order_number) as (
      select i.id, i.order_number from invoices i
      where i.tenant_id = ${trx.tenantId} and i.id = any(${invoices}::uuid[])
      union all
      select p.id, i.order_number from payments p
      join invoices i on i.tenant_id = p.tenant_id and i.connection_id = p.connection_id
        and i.external_id = p.invoice_external_id
      where p.tenant_id = ${trx.tenantId} and p.id = any(${payments}::uuid[])
      union all
      select n.id, i.order_number from credit_notes n
      join invoices i on i.tenant_id = n.tenant_id and i.connection_id = n.connection_id
        and i.external_id = n.invoice_external_id
      where n.tenant_id = ${trx.tenantId} and n.id = any(${notes}::uuid[]))
    select b.id, array_agg(distinct o.owner_person_id) as "personIds"
    from billed b
    join orders o on o.tenant_id = ${trx.tenantId} and o.number = b.order_number
      and o.deleted_at is null and o.owner_person_id is not null
    group by b.id`.execute(trx)
  for (const { id, personIds } of rows) members.set(id, personIds)
  return members
}
