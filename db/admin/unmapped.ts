/**
 * Records that wait for a link, by the customer they name. Steps from customer to customer over the partial index of
 * unmapped rows, so one customer with a hundred thousand records hides no other one.
 */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { CAP, toCapped, type Capped } from './capped.ts'
import type { StaffTx } from './staff-tx.ts'
import type { TenantRow } from './tenants.ts'

export interface UnmappedGroup {
  connection: { id: ConnectionId; name: string; source: Source }
  /** Null: these records name no customer, and nobody owns them. */
  externalCustomerId: string | null
  count: Capped
  kinds: RecordKind[]
  firstAt: string
  lastAt: string
  /** The newest that is the customer itself, else the newest; null when it is too large to look for a name in. */
  newestBody: string | null
  /** Whose customer was merged into it at the source: the first guess of whoever links it. */
  mergedFrom: Pick<TenantRow, 'id' | 'slug' | 'name'> | null
}

export interface UnmappedPage {
  groups: UnmappedGroup[]
  next: UnmappedCursor | null
}

export interface UnmappedCursor {
  connectionId: ConnectionId
  externalCustomerId: string
}

interface GroupRow {
  connectionId: ConnectionId
  name: string
  source: Source
  externalCustomerId: string | null
  n: number
  kinds: (RecordKind | null)[]
  firstAt: Date
  lastAt: Date
  newestBody: string | null
  mergedFrom: UnmappedGroup['mergedFrom']
}

const MAX_BODY = 65_536

const stepAfter = (connection: unknown, customer: unknown) => sql`
  select connection_id, external_customer_id from inbox
  where state = 'unmapped' and external_customer_id is not null
    and (connection_id, external_customer_id) > (${connection}, ${customer})
  order by connection_id, external_customer_id limit 1`

const NO_CONNECTION = '00000000-0000-0000-0000-000000000000'

/** Facts of `groups g`, whose rows are those that `same` picks. */
const facts = (same: ReturnType<typeof sql>) => sql`
  select c.id as "connectionId", c.name, c.source, g.external_customer_id as "externalCustomerId",
    held.n, held.kinds, held."firstAt", held."lastAt",
    (select case when octet_length(body) <= ${sql.lit(MAX_BODY)} then body end
     from (select id, kind, body from inbox i where i.state = 'unmapped' and ${same} limit ${CAP}) as rows
     order by coalesce(kind in ('company', 'customer'), false) desc, id desc limit 1) as "newestBody",
    (select json_build_object('id', t.id, 'slug', t.slug, 'name', t.name)
     from record_aliases a
     join links l on l.connection_id = a.connection_id and l.external_id = a.external_id
     join tenants t on t.id = l.tenant_id and t.state = 'active'
     where a.connection_id = g.connection_id and a.kind = 'company'
       and a.winner_external_id = g.external_customer_id
     order by a.merged_at desc limit 1) as "mergedFrom"
  from groups g join connections c on c.id = g.connection_id
  cross join lateral (
    select count(*) as n, array_agg(distinct kind) as kinds, min(received_at) as "firstAt",
      max(received_at) as "lastAt"
    from (select kind, received_at from inbox i where i.state = 'unmapped' and ${same}
      limit ${CAP}) as rows) as held
  where held.n > 0`

/** In the order of connections and customers. */
export async function listUnmapped(
  trx: StaffTx,
  input: { after: UnmappedCursor | null; limit: number },
): Promise<UnmappedPage> {
  const { after, limit } = input
  const { rows } = await sql<GroupRow>`
    with recursive steps as (
      (${stepAfter(sql`${after?.connectionId ?? NO_CONNECTION}::uuid`, after?.externalCustomerId ?? '')})
      union all
      select next.* from steps, lateral (
        ${stepAfter(sql.ref('steps.connection_id'), sql.ref('steps.external_customer_id'))}) as next),
    groups as (select * from steps limit ${limit + 1})
    ${facts(sql`i.connection_id = g.connection_id and i.external_customer_id = g.external_customer_id`)}
    order by g.connection_id, g.external_customer_id`.execute(trx)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const hasMore = rows.length > limit && last !== undefined && last.externalCustomerId !== null
  return {
    groups: page.map(toGroup),
    next: hasMore
      ? { connectionId: last.connectionId, externalCustomerId: last.externalCustomerId ?? '' }
      : null,
  }
}

/** Per connection: records that name no customer at all. */
export async function listNameless(trx: StaffTx): Promise<UnmappedGroup[]> {
  const { rows } = await sql<GroupRow>`
    with groups as (select id as connection_id, null::text as external_customer_id from connections)
    ${facts(sql`i.connection_id = g.connection_id and i.external_customer_id is null`)}
    order by c.name, c.id limit 200`.execute(trx)
  return rows.map(toGroup)
}

/** How many records wait for one customer. */
export async function countUnmapped(trx: StaffTx, group: UnmappedCursor): Promise<Capped> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from inbox
      where state = 'unmapped' and connection_id = ${group.connectionId}
        and external_customer_id = ${group.externalCustomerId} limit ${CAP}) as rows`.execute(trx)
  return toCapped(rows[0]?.n ?? 0)
}

const toGroup = (row: GroupRow): UnmappedGroup => ({
  connection: { id: row.connectionId, name: row.name, source: row.source },
  externalCustomerId: row.externalCustomerId,
  count: toCapped(row.n),
  kinds: row.kinds.filter((kind) => kind !== null),
  firstAt: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  newestBody: row.newestBody,
  mergedFrom: row.mergedFrom,
})
