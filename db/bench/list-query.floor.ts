/**
 * Floor of the figure `list-query`: the same statement for the same 50 rows (one more tells that there is a next
 * page) in a plain transaction, straight through pg, by a role that no policy binds. Imports nothing of ours.
 */
import type pg from 'pg'

const READ = `
  select o.id, o.version, o.number, o.title, o.state, o.site, o.customer_reference, o.placed_at,
    o.first_promised_on, o.promised_on, o.delivered_at, o.changed_at,
    case when coalesce(o.state not in ('delivered', 'cancelled')
        and (o.promised_on > o.first_promised_on or o.promised_on < c.today), false)
      then greatest(o.promised_on, case when o.promised_on < c.today then c.today end)
        - least(o.first_promised_on, o.promised_on) end as late_days,
    o.total_minor, o.currency,
    to_char(o.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sort_key
  from orders o cross join (
    select (now() at time zone t.time_zone)::date as today from tenants t where t.id = $1) as c
  where o.tenant_id = $1 and o.deleted_at is null
  order by o.changed_at desc, o.id desc limit 51`

/** One read, as the shortest code would do it; returns how many rows came back. */
export async function readFloor(pool: pg.Pool, tenantId: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query(READ, [tenantId])
    await client.query('commit')
    return rows.length
  } finally {
    client.release()
  }
}
