/** Lookups of the webhook intake and of freshness: one statement stores arrivals and names the lanes to poke. */
import { sql, type Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`grant select on connections, links, record_owners to portside_lookup`.execute(db)
  await sql`grant select, insert on inbox to portside_lookup`.execute(db)
  await sql`grant select, insert, update on intake_refusals to portside_lookup`.execute(db)
  await sql`grant select, insert, delete on intake_refusal_samples to portside_lookup`.execute(db)

  await createLookup(db, {
    signature: 'app.intake_connection(uuid)',
    definition: `
      create function app.intake_connection(p_id uuid)
      returns table (id uuid, source text, state text, webhook_secrets jsonb)
      language sql stable ${PIN}
      as $$ select id, source, state, webhook_secrets from connections where id = p_id $$`,
    grantTo: ['portside_app'],
  })

  // The tenant comes from our links, or from the owner of a known record when the event names no customer; never from
  // what the payload claims. Returns one row per lane that got new events.
  await createLookup(db, {
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
            case when a.state = 'pending' and a.customer_id is not null and l.tenant_id is null
              then 'unmapped' else a.state end,
            case when a.state <> 'pending' then a.state end, a.reason, a.request_id,
            coalesce(l.tenant_id, o.tenant_id),
            case when a.state = 'ignored' then now() end
          from unnest(p_ids, p_connection_ids, p_event_keys, p_event_types, p_kinds, p_external_ids,
              p_customer_ids, p_versions, p_occurred, p_bodies, p_states, p_reasons, p_request_ids)
            as a (id, connection_id, event_key, event_type, kind, external_id, customer_id, version,
              occurred, body, state, reason, request_id)
          left join links l on l.connection_id = a.connection_id and l.external_id = a.customer_id
          left join record_owners o on a.customer_id is null and o.connection_id = a.connection_id
            and o.kind = a.kind and o.external_id = a.external_id
          on conflict do nothing
          returning inbox.connection_id, inbox.tenant_id, inbox.state
        )
        select distinct stored.connection_id, stored.tenant_id from stored
        where stored.state = 'pending' and stored.tenant_id is not null
      $$`,
    grantTo: ['portside_app'],
  })

  await createLookup(db, {
    signature: 'app.count_refusal(uuid, text, text, text, text)',
    definition: `
      create function app.count_refusal(
        p_connection_id uuid, p_reason text, p_address text, p_user_agent text, p_event_key text)
      returns void language sql ${PIN}
      as $$
        insert into intake_refusals (connection_id, reason, minute)
        values (p_connection_id, p_reason, date_trunc('minute', now()))
        on conflict (connection_id, reason, minute) do update set count = intake_refusals.count + 1;
        insert into intake_refusal_samples (connection_id, reason, address, user_agent, event_key)
        values (p_connection_id, p_reason, p_address, left(p_user_agent, 200), left(p_event_key, 200));
        delete from intake_refusal_samples where id in (
          select id from intake_refusal_samples
          where connection_id is not distinct from p_connection_id order by at desc offset 20);
      $$`,
    grantTo: ['portside_app'],
  })

  // What the current tenant may know of its sources: how fresh they are, not how they are configured.
  await createLookup(db, {
    signature: 'app.source_freshness()',
    definition: `
      create function app.source_freshness()
      returns table (source text, state text, seen_at timestamptz, failing_since timestamptz)
      language sql stable ${PIN}
      as $$
        select c.source, c.state, greatest(c.last_event_at, c.last_checked_at),
          case when c.last_error_at > coalesce(c.last_checked_at, '-infinity') then c.last_error_at end
        from connections c
        where exists (
          select 1 from links l
          where l.connection_id = c.id and l.tenant_id = (select app.tenant_id()))
      $$`,
    grantTo: ['portside_app'],
  })
}
