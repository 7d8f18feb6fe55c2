/**
 * Intake tells of events that do not name a tenant yet, so that their lane is poked at once; what staff do and what
 * they are told is kept: commands with their results, and alerts with what became of them.
 */
import { sql, type Kysely } from 'kysely'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await tellUnresolvedLanes(db)
  for (const statement of [
    'alter table connections add column parked_at timestamptz',
    'grant select (parked_at) on connections to portside_staff',
    'grant select (id, name, role, disabled_at) on staff to portside_worker',
    // Keyed by the command, so that a command that is asked for twice finds its result.
    `create table staff_actions (
      id uuid primary key,
      staff_id uuid not null references staff (id),
      staff_name text not null,
      command jsonb not null,
      result jsonb not null,
      at timestamptz not null default now())`,
    'create index staff_actions_recent on staff_actions (at desc, id)',
    // One per incident, channel and recipient: telling the same twice is impossible from here.
    `create table operator_alerts (
      id uuid primary key,
      connection_id uuid not null references connections (id),
      kind text not null check (kind in ('connection_parked')),
      incident_at timestamptz not null,
      channel text not null check (channel in ('email', 'sms')),
      recipient text not null,
      state text not null default 'pending'
        check (state in ('pending', 'sending', 'sent', 'failed', 'ambiguous')),
      attempts integer not null default 0,
      reason text,
      provider_id text,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (connection_id, kind, incident_at, channel, recipient))`,
    `create index operator_alerts_open on operator_alerts (created_at)
     where state in ('pending', 'sending')`,
    'grant select, insert on staff_actions to portside_worker',
    'grant select, insert, update on operator_alerts to portside_worker',
    'grant select on staff_actions, operator_alerts to portside_staff',
  ]) {
    await sql.raw(statement).execute(db)
  }
}

/** Replaces a function of 0007, as its owner, whose rights the migrating role does not inherit. */
async function tellUnresolvedLanes(db: Kysely<unknown>): Promise<void> {
  await sql`set local role portside_lookup`.execute(db)
  await sql
    .raw(
      `create or replace function app.store_arrivals(
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
        select distinct stored.connection_id, stored.tenant_id from stored
        where stored.state = 'pending'
      $$`,
    )
    .execute(db)
  await sql`reset role`.execute(db)
}
