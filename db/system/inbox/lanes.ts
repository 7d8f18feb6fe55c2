/**
 * What the sweeper asks: which lanes have work that nobody was told about, and which kept records found their tenant.
 * The cost follows the lanes that have work, never the number of tenants or of finished rows.
 */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { IS_FLOWING } from '../sync-connection.ts'
import type { SystemTx } from '../system.ts'
import { WAITS_ANEW } from './claims.ts'

/**
 * Lanes with a due row older than this. Steps from lane to lane over the partial index of pending rows, so a lane
 * with a hundred thousand rows hides no other one.
 */
export async function findOverdueLanes(
  trx: SystemTx,
  options: { olderThanMs: number; limit: number },
): Promise<DrainLane[]> {
  const { rows } = await sql<DrainLane>`
    with recursive lanes as (
      (select connection_id, tenant_id from inbox
       where state = 'pending' and tenant_id is not null
       order by connection_id, tenant_id limit 1)
      union all
      select next.connection_id, next.tenant_id
      from lanes, lateral (
        select connection_id, tenant_id from inbox
        where state = 'pending' and tenant_id is not null
          and (connection_id, tenant_id) > (lanes.connection_id, lanes.tenant_id)
        order by connection_id, tenant_id limit 1) as next)
    select lanes.connection_id as "connectionId", lanes.tenant_id as "tenantId"
    from lanes join connections c on c.id = lanes.connection_id and ${IS_FLOWING}
    where exists (
      select 1 from inbox
      where inbox.state = 'pending' and inbox.connection_id = lanes.connection_id
        and inbox.tenant_id = lanes.tenant_id
        and inbox.due_at < now() - make_interval(secs => ${options.olderThanMs / 1000}))
    limit ${options.limit}`.execute(trx)
  return rows
}

/**
 * Gives kept records of customers that are linked now to their tenants.
 *
 * @param sinceMs look at links made within this time only; null for all links
 * @returns the lanes that got work
 */
export async function releaseUnmapped(trx: SystemTx, sinceMs: number | null): Promise<DrainLane[]> {
  const recent =
    sinceMs === null
      ? sql`true`
      : sql`l.created_at > now() - make_interval(secs => ${sinceMs / 1000})`
  const { rows } = await sql<DrainLane>`
    with released as (
      update inbox set ${WAITS_ANEW}, tenant_id = l.tenant_id
      from links l
      where ${recent} and inbox.state = 'unmapped' and inbox.connection_id = l.connection_id
        and inbox.external_customer_id = l.external_id
      returning inbox.connection_id, inbox.tenant_id)
    select distinct connection_id as "connectionId", tenant_id as "tenantId" from released`.execute(
    trx,
  )
  return rows
}

/** Versions of records that wait for their customer's link, by external id. */
export async function findUnmappedVersions(
  trx: SystemTx,
  {
    connectionId,
    kind,
    externalIds,
  }: { connectionId: ConnectionId; kind: RecordKind; externalIds: readonly string[] },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ externalId: string; version: number }>`
    select external_id as "externalId", max(version) as version from inbox
    where external_id = any(${externalIds}::text[]) and connection_id = ${connectionId}
      and kind = ${kind} and state = 'unmapped' and version is not null
    group by external_id`.execute(trx)
  return new Map(rows.map((row) => [row.externalId, row.version]))
}

/** Unresolved lanes with a due row older than this: events that did not say whose they are. */
export async function findUnresolvedLanes(
  trx: SystemTx,
  options: { olderThanMs: number },
): Promise<DrainLane[]> {
  const { rows } = await sql<DrainLane>`
    select c.id as "connectionId", null as "tenantId" from connections c
    where ${IS_FLOWING} and exists (
      select 1 from inbox
      where inbox.state = 'pending' and inbox.connection_id = c.id and inbox.tenant_id is null
        and inbox.due_at < now() - make_interval(secs => ${options.olderThanMs / 1000}))`.execute(
    trx,
  )
  return rows
}
