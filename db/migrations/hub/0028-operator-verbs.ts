/**
 * What the operator stops and starts: a connection is paused by somebody, at a time and for a reason; a run may be
 * paused with it, and knows why it was started. Nobody is poked for a connection that waits.
 */
import { sql, type Kysely } from 'kysely'
import { PIN, replaceLookup } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'alter table connections add column paused_at timestamptz, add column paused_by text',
    'grant select (paused_at, paused_by) on connections to portside_staff',
    `alter table runs
       add column started_because text,
       drop constraint runs_state_check,
       add constraint runs_state_check check (state in
         ('running', 'completed', 'failed', 'cancelled', 'parked', 'paused', 'awaiting_approval'))`,
  ]) {
    await sql.raw(statement).execute(db)
  }
  await keepPausedLanesQuiet(db)
}

/** As in 0012, but without the lanes of connections that are paused: the sweeper pokes them when they go on. */
async function keepPausedLanesQuiet(db: Kysely<unknown>): Promise<void> {
  const signature =
    'app.store_arrivals(uuid[], uuid[], text[], text[], text[], text[], text[], bigint[], timestamptz[], text[], text[], text[], text[])'
  await replaceLookup(db, {
    signature,
    definition: `
      create function app.store_arrivals(
        p_ids uuid[], p_connection_ids uuid[], p_event_keys text[], p_event_types text[], p_kinds text[],
        p_external_ids text[], p_customer_ids text[], p_versions bigint[], p_occurred timestamptz[],
        p_bodies text[], p_states text[], p_reasons text[], p_request_ids text[])
      returns table (connection_id uuid, tenant_id uuid)
      language sql ${PIN}
      as $$
        with stored as (
          insert into inbox (id, connection_id, event_key, event_type, kind, external_id,
            external_customer_id, version, occurred_at, body, state, verdict, reason, request_id,
            tenant_id, finished_at)
          select a.id, a.connection_id, a.event_key, a.event_type, a.kind, a.external_id,
            a.customer_id, a.version, a.occurred, a.body,
            case when waits.unmapped then 'unmapped' else a.state end,
            case when waits.unmapped then 'unmapped' when a.state <> 'pending' then a.state end,
            case when waits.unmapped then 'The customer it names is not linked.' else a.reason end,
            a.request_id, coalesce(l.tenant_id, o.tenant_id),
            case when a.state = 'ignored' then now() end
          from unnest(p_ids, p_connection_ids, p_event_keys, p_event_types, p_kinds, p_external_ids,
              p_customer_ids, p_versions, p_occurred, p_bodies, p_states, p_reasons, p_request_ids)
            as a (id, connection_id, event_key, event_type, kind, external_id, customer_id, version,
              occurred, body, state, reason, request_id)
          left join links l on l.connection_id = a.connection_id and l.external_id = a.customer_id
          left join record_owners o on a.customer_id is null and o.connection_id = a.connection_id
            and o.kind = a.kind and o.external_id = a.external_id
          cross join lateral (
            select a.state = 'pending' and a.customer_id is not null and l.tenant_id is null
              as unmapped) as waits
          on conflict do nothing
          returning inbox.connection_id, inbox.tenant_id, inbox.state
        )
        select distinct stored.connection_id, stored.tenant_id
        from stored join connections c on c.id = stored.connection_id and c.state <> 'paused'
        where stored.state = 'pending'
      $$`,
    grantTo: ['portside_app'],
  })
}
