/**
 * Who asked a source to be forgotten: a mark that nothing brings back, what was held of the person gone, and in the
 * audit log entries without what they told, each named by the entry that tells of the erasure.
 */
import { sql, type Kysely } from 'kysely'
import { PIN, replaceLookup } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    // Ids only. It stays for ever: a source may tell late, and a backup may bring back what it told.
    `create table record_erasures (
      connection_id uuid not null references connections (id),
      kind text not null,
      external_id text not null,
      erased_at timestamptz not null default now(),
      primary key (connection_id, kind, external_id))`,
    // Whose logs still tell of a record that is somebody else's now.
    `create table former_record_owners (
      connection_id uuid not null references connections (id),
      kind text not null,
      external_id text not null,
      tenant_id uuid not null references tenants (id),
      primary key (connection_id, kind, external_id, tenant_id))`,
    'grant select, insert on record_erasures to portside_worker',
    'grant select, insert, delete on former_record_owners to portside_worker',
    'grant select on record_erasures, former_record_owners to portside_staff',
    'grant select on record_erasures to portside_lookup',
    // What an entry told may be taken out; that it was, and which entry it is, the chain still tells.
    'grant update (subject_label, changes) on audit_entries to portside_worker',
    'grant execute on function app.audit_text(audit_entries) to portside_worker',
  ]) {
    await sql.raw(statement).execute(db)
  }
  await rememberFormerOwners(db)
  await storeByTheseRules(db)
}

/** A tombstone whose record is another tenant's was theirs once. Under FORCE the owner sees one tenant at a time. */
async function rememberFormerOwners(db: Kysely<unknown>): Promise<void> {
  await sql`set local role portside_lookup`.execute(db)
  const { rows } = await sql<{ id: string }>`select id from tenants order by id`.execute(db)
  await sql`reset role`.execute(db)
  for (const { id } of rows) {
    await sql`select set_config('app.tenant_id', ${id}, true)`.execute(db)
    await sql`
      insert into former_record_owners (connection_id, kind, external_id, tenant_id)
      select c.connection_id, 'contact', c.external_id, c.tenant_id from contacts c
      where c.deleted_at is not null and not exists (
        select 1 from record_owners o where o.connection_id = c.connection_id and o.kind = 'contact'
          and o.external_id = c.external_id and o.tenant_id = c.tenant_id)
      on conflict do nothing`.execute(db)
  }
  await sql`select set_config('app.tenant_id', '', true)`.execute(db)
}

/**
 * As in 0012, and: a customer who was merged is known by the link of whom they were merged into, where they have none
 * of their own; of somebody who was erased the event is counted as received and its body never stored; and nobody is
 * poked for a connection that is paused, whose lanes the sweeper finds when it goes on.
 */
const storeByTheseRules = (db: Kysely<unknown>): Promise<void> =>
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
        select distinct stored.connection_id, stored.tenant_id
        from stored join connections c on c.id = stored.connection_id and c.state <> 'paused'
        where stored.state = 'pending'
      $$`,
    grantTo: ['portside_app'],
  })
