/**
 * SQL of the `orders` table: rows are locked in the order of their external ids, so two batches can never wait for
 * each other, and the version gate is repeated in the upsert for rows that appear in between.
 */
import { sql } from 'kysely'
import type { ConnectionId, PersonId, RecordId } from '#workflows/contracts/ids.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
import type { TenantTx } from '../tenant.ts'
import type { Candidate } from './order-batch.ts'

/** The facts of an order that its audit entries tell, before or after. */
export interface OrderFacts {
  number: string
  title: string
  state: OrderState
  promisedOn: string | null
  totalMinor: number
  currency: string
  site: string | null
  customerReference: string | null
  deleted: boolean
}

export interface HeldOrder extends OrderFacts {
  id: RecordId
  externalId: string
  version: number
  hash: string
}

export interface WrittenOrder {
  id: RecordId
  externalId: string
  version: number
  ownerPersonId: PersonId | null
}

export async function lockOrders(
  trx: TenantTx,
  connectionId: ConnectionId,
  externalIds: readonly string[],
): Promise<Map<string, HeldOrder>> {
  const { rows } = await sql<HeldOrder>`
    select id, external_id as "externalId", version, encode(content_hash, 'hex') as hash, number, title,
      state, promised_on as "promisedOn", total_minor as "totalMinor", currency, site,
      customer_reference as "customerReference", deleted_at is not null as deleted
    from orders
    where tenant_id = ${trx.tenantId} and connection_id = ${connectionId}
      and external_id = any(${externalIds}::text[])
    order by external_id
    for update`.execute(trx)
  return new Map(rows.map((row) => [row.externalId, row]))
}

export interface UpsertOrders {
  connectionId: ConnectionId
  candidates: readonly { id: RecordId; candidate: Candidate }[]
  /** External ids whose content was read from the source because of a tie. */
  refetched: ReadonlySet<string>
}

/** @returns the rows that passed the gate; one that is missing met a newer row written meanwhile */
export async function upsertOrders(trx: TenantTx, input: UpsertOrders): Promise<WrittenOrder[]> {
  const rows = input.candidates.map(({ id, candidate }) => rowOf(id, candidate))
  const { rows: written } = await sql<WrittenOrder>`
    insert into orders as held (tenant_id, id, connection_id, external_id, version, content_hash, number,
      title, state, customer_reference, site, placed_by_email, owner_person_id, currency, total_minor,
      placed_at, first_promised_on, promised_on, delivered_at, changed_at, deleted_at)
    select ${trx.tenantId}, r.id, ${input.connectionId}, r.external_id, r.version, r.content_hash, r.number,
      r.title, r.state, r.customer_reference, r.site, r.placed_by_email, m.person_id, r.currency, r.total_minor,
      r.placed_at, r.first_promised_on, r.promised_on, r.delivered_at, r.changed_at, r.deleted_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, external_id text, version bigint,
      content_hash bytea, number text, title text, state text, customer_reference text, site text,
      placed_by_email text, currency text, total_minor bigint, placed_at timestamptz, first_promised_on date,
      promised_on date, delivered_at timestamptz, changed_at timestamptz, deleted_at timestamptz)
    left join people p on p.email = lower(r.placed_by_email)
    left join memberships m on m.tenant_id = ${trx.tenantId} and m.person_id = p.id
    order by r.external_id
    on conflict (tenant_id, connection_id, external_id) do update set
      version = excluded.version, content_hash = excluded.content_hash, number = excluded.number,
      title = excluded.title, state = excluded.state, customer_reference = excluded.customer_reference,
      site = excluded.site, placed_by_email = excluded.placed_by_email,
      owner_person_id = excluded.owner_person_id, currency = excluded.currency,
      total_minor = excluded.total_minor, placed_at = excluded.placed_at,
      first_promised_on = excluded.first_promised_on, promised_on = excluded.promised_on,
      delivered_at = excluded.delivered_at, changed_at = excluded.changed_at, synced_at = now(),
      deleted_at = excluded.deleted_at
    where held.version < excluded.version
      or (held.version = excluded.version and held.content_hash <> excluded.content_hash
        and held.external_id = any(${[...input.refetched]}::text[]))
    returning id, external_id as "externalId", version, owner_person_id as "ownerPersonId"`.execute(
    trx,
  )
  return written
}

/** A deletion leaves a row without content: its version keeps older changes from bringing the object back. */
function rowOf(id: RecordId, { change, hash }: Candidate): Record<string, unknown> {
  const key = { id, content_hash: `\\x${hash}` }
  if (change.type === 'delete') {
    return {
      ...key,
      external_id: change.externalId,
      version: change.version,
      number: '',
      title: '',
      state: 'cancelled',
      currency: 'XXX',
      total_minor: 0,
      placed_at: change.changedAt,
      changed_at: change.changedAt,
      deleted_at: change.changedAt,
    }
  }
  const { record } = change
  return {
    ...key,
    external_id: record.externalId,
    version: record.version,
    number: record.number,
    title: record.title,
    state: record.state,
    customer_reference: record.customerReference,
    site: record.site,
    placed_by_email: record.placedByEmail,
    currency: record.total.currency,
    total_minor: record.total.minor,
    placed_at: record.placedAt,
    first_promised_on: record.firstPromisedOn,
    promised_on: record.promisedOn,
    delivered_at: record.deliveredAt,
    changed_at: record.changedAt,
  }
}
