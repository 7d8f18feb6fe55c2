/**
 * Nobody is poked for a lane that is behind: what waits there has been told of, and whoever drains it comes to the new
 * event as well. Each poke stays in the history of the lane's drain until that has been read. While workers were away
 * or too busy, four a second made a history that none could read in time any more, and so the lane stood still for good.
 */
import { type Kysely } from 'kysely'
import { PIN, replaceLookup } from '../parts/lookup-function.ts'

/** Rows of a lane at most, the oldest: those that are being worked on, and one more. */
const LOOKED_AT = 500
/** Nobody has come to it for two seconds. A drain that ends in this moment leaves the new event to the sweeper. */
const IS_LEFT = `oldest.claim is null and oldest.due_at < now() - interval '2 seconds'`

/** As in 0031, but for the lanes that it names. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature:
      'app.store_arrivals(uuid[], uuid[], text[], text[], text[], text[], text[], bigint[], timestamptz[], text[], text[], text[], text[])',
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
            a.customer_id, a.version, a.occurred, case when told.erased then '{}' else a.body end,
            case when told.erased then 'ignored' when told.unmapped then 'unmapped' else a.state end,
            case when told.erased then 'gone' when told.unmapped then 'unmapped'
              when a.state <> 'pending' then a.state end,
            case when told.erased then 'It was erased on a privacy request.'
              when told.unmapped then 'The customer it names is not linked.' else a.reason end,
            a.request_id, coalesce(l.tenant_id, w.tenant_id, o.tenant_id),
            case when told.erased or a.state = 'ignored' then now() end
          from unnest(p_ids, p_connection_ids, p_event_keys, p_event_types, p_kinds, p_external_ids,
              p_customer_ids, p_versions, p_occurred, p_bodies, p_states, p_reasons, p_request_ids)
            as a (id, connection_id, event_key, event_type, kind, external_id, customer_id, version,
              occurred, body, state, reason, request_id)
          left join links l on l.connection_id = a.connection_id and l.external_id = a.customer_id
          left join record_aliases m on m.connection_id = a.connection_id and m.kind = 'company'
            and m.external_id = a.customer_id
          left join links w on w.connection_id = a.connection_id
            and w.external_id = m.winner_external_id
          left join record_owners o on a.customer_id is null and o.connection_id = a.connection_id
            and o.kind = a.kind and o.external_id = a.external_id
          left join record_erasures x on x.connection_id = a.connection_id and x.kind = a.kind
            and x.external_id = a.external_id
          cross join lateral (
            select x.external_id is not null as erased,
              a.state = 'pending' and a.customer_id is not null
                and coalesce(l.tenant_id, w.tenant_id) is null as unmapped) as told
          on conflict do nothing
          returning inbox.connection_id, inbox.tenant_id, inbox.state
        )
        select lane.connection_id, lane.tenant_id
        from (select distinct s.connection_id, s.tenant_id from stored s where s.state = 'pending') as lane
        join connections c on c.id = lane.connection_id and c.state <> 'paused'
        where not case when lane.tenant_id is null
          then exists (
            select 1 from (
              select i.claim, i.due_at from inbox i
              where i.state = 'pending' and i.connection_id = lane.connection_id and i.tenant_id is null
              order by i.id limit ${LOOKED_AT}) as oldest
            where ${IS_LEFT})
          else exists (
            select 1 from (
              select i.claim, i.due_at from inbox i
              where i.state = 'pending' and i.connection_id = lane.connection_id
                and i.tenant_id = lane.tenant_id
              order by i.id limit ${LOOKED_AT}) as oldest
            where ${IS_LEFT}) end
      $$`,
    grantTo: ['portside_app'],
  })
}
