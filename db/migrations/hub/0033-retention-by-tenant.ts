/**
 * Whose live events have grown old, for retention: the worker sees one tenant at a time, and asking each of ten
 * thousand whether there is something to remove would cost most of all where nothing happens.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create policy lookup_select on live_events for select to portside_lookup using (true)`.execute(
    db,
  )
  await sql`grant select (tenant_id, position, at) on live_events to portside_lookup`.execute(db)
  // From tenant to tenant over its index: two probes for each that has live events, however many those are.
  await createLookup(db, {
    signature: 'app.tenants_with_old_live_events(interval, uuid, integer)',
    definition: `
      create function app.tenants_with_old_live_events(p_older_than interval, p_after uuid, p_limit integer)
      returns table (tenant_id uuid) language sql stable ${PIN}
      as $$
        with recursive held as (
          (select e.tenant_id from live_events e
           where p_after is null or e.tenant_id > p_after order by e.tenant_id limit 1)
          union all
          select next.tenant_id from held, lateral (
            select e.tenant_id from live_events e
            where e.tenant_id > held.tenant_id order by e.tenant_id limit 1) as next)
        select held.tenant_id from held
        where exists (
          select from live_events e where e.tenant_id = held.tenant_id and e.at < now() - p_older_than)
        limit p_limit
      $$`,
    grantTo: ['portside_worker'],
  })
}
