/**
 * What upstream objects have become: two companies or contacts that were merged are one from then on, and whatever
 * still names the other one finds it. Over all tenants, as their owners are: ids only, and nothing a page reads.
 */
import { sql, type Kysely } from 'kysely'
import { PIN, replaceLookup } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    // Chains are collapsed when they are written: a winner is never a loser.
    `create table record_aliases (
      connection_id uuid not null references connections (id),
      kind text not null,
      external_id text not null,
      winner_external_id text not null,
      merged_at timestamptz not null default now(),
      primary key (connection_id, kind, external_id),
      check (external_id <> winner_external_id))`,
    `create index record_aliases_winner on record_aliases (connection_id, kind, winner_external_id)`,
    'grant select, insert, update on record_aliases to portside_worker',
    'grant select on record_aliases to portside_lookup, portside_staff',
  ]) {
    await sql.raw(statement).execute(db)
  }
  await followMergesAtIntake(db)
}

/** A customer's own link comes first: what it was merged into moves nothing by itself. */
const followMergesAtIntake = (db: Kysely<unknown>): Promise<void> =>
  replaceLookup(db, {
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
            a.customer_id, a.version, a.occurred, a.body,
            case when waits.unmapped then 'unmapped' else a.state end,
            case when waits.unmapped then 'unmapped' when a.state <> 'pending' then a.state end,
            case when waits.unmapped then 'The customer it names is not linked.' else a.reason end,
            a.request_id, coalesce(l.tenant_id, w.tenant_id, o.tenant_id),
            case when a.state = 'ignored' then now() end
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
          cross join lateral (
            select a.state = 'pending' and a.customer_id is not null
              and coalesce(l.tenant_id, w.tenant_id) is null as unmapped) as waits
          on conflict do nothing
          returning inbox.connection_id, inbox.tenant_id, inbox.state
        )
        select distinct stored.connection_id, stored.tenant_id from stored
        where stored.state = 'pending'
      $$`,
    grantTo: ['portside_app'],
  })
