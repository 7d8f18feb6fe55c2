/**
 * What the sweeper asks: which lanes have work that nobody was told about, and which kept records found their tenant.
 * The cost follows the lanes that have work, never the number of tenants or of finished rows.
 */
import { sql } from 'kysely'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SystemTx } from './system.ts'

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
    from lanes join connections c on c.id = lanes.connection_id and c.state in ('active', 'parked')
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
      update inbox set state = 'pending', tenant_id = l.tenant_id, verdict = null, reason = null,
        due_at = now(), finished_at = null
      from links l
      where ${recent} and inbox.state = 'unmapped' and inbox.connection_id = l.connection_id
        and inbox.external_customer_id = l.external_id
      returning inbox.connection_id, inbox.tenant_id)
    select distinct connection_id as "connectionId", tenant_id as "tenantId" from released`.execute(
    trx,
  )
  return rows
}

/**
 * Finds the tenant of pending rows that came in without one: by the record's owner, else they are kept as unmapped.
 */
export async function resolveTenants(trx: SystemTx, limit: number): Promise<DrainLane[]> {
  const { rows } = await sql<DrainLane>`
    with unresolved as (
      select i.id, o.tenant_id
      from inbox i
      left join record_owners o on o.connection_id = i.connection_id and o.kind = i.kind
        and o.external_id = i.external_id
      where i.state = 'pending' and i.tenant_id is null
      limit ${limit} for update of i skip locked),
    resolved as (
      update inbox set tenant_id = u.tenant_id,
        state = case when u.tenant_id is null then 'unmapped' else 'pending' end,
        verdict = case when u.tenant_id is null then 'unmapped' end,
        reason = case when u.tenant_id is null then 'no customer is named and nobody owns this record' end
      from unresolved u where inbox.id = u.id
      returning inbox.connection_id, inbox.tenant_id)
    select distinct connection_id as "connectionId", tenant_id as "tenantId"
    from resolved where tenant_id is not null`.execute(trx)
  return rows
}

/** Removes a batch of events that were finished long ago; returns how many. */
export async function pruneInbox(
  trx: SystemTx,
  options: { olderThanMs: number; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from inbox where id in (
      select id from inbox
      where state in ('done', 'ignored')
        and finished_at < now() - make_interval(secs => ${options.olderThanMs / 1000})
      order by finished_at limit ${options.limit})`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
