/**
 * Makes the audit log tamper-evident and says from where an act came. Each entry is chained to the one before it in
 * its tenant by a trigger, into tables that neither the app nor the worker may touch; `npm run audit` verifies them.
 */
import { sql, type Kysely } from 'kysely'

const PIN = 'set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sayFromWhere(db)
  await createChain(db)
  await chainWhatIsThere(db)
  await chainWhatComes(db)
}

async function sayFromWhere(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table audit_entries
      add column address text,
      add column user_agent text check (length(user_agent) <= 400),
      add column session_method text,
      add column on_behalf_id uuid,
      add column on_behalf_name text,
      drop constraint audit_entries_actor_kind_check,
      add constraint audit_entries_actor_kind_check
        check (actor_kind in ('member', 'staff', 'source', 'system', 'api_key'))`.execute(db)
  // Nobody dates an entry but the clock: the column keeps its default.
  for (const role of ['portside_app', 'portside_worker']) {
    await sql.raw(`revoke insert on audit_entries from ${role}`).execute(db)
    await sql
      .raw(
        `grant insert (tenant_id, id, actor_kind, actor_id, actor_name, action, module, subject_kind, subject_id,
           subject_label, changes, request_id, address, user_agent, session_method, on_behalf_id, on_behalf_name)
         on audit_entries to ${role}`,
      )
      .execute(db)
  }
  await sql`drop index audit_entries_recent`.execute(db)
  await sql`create index audit_entries_newest on audit_entries (tenant_id, at, id)`.execute(db)
  // What people did is little beside what sources did, and the first thing that is looked for.
  await sql`
    create index audit_entries_of_people on audit_entries (tenant_id, at, id)
    where actor_kind <> 'source'`.execute(db)
}

/** No foreign key to the entries: a removed one must be found, not prevented from being noticed. */
async function createChain(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_heads (
      tenant_id uuid primary key references tenants (id),
      seq bigint not null default 0,
      hash bytea not null default ''
    )`.execute(db)
  await sql`
    create table audit_chain (
      tenant_id uuid not null references tenants (id),
      seq bigint not null,
      entry_id uuid not null,
      hash bytea not null,
      primary key (tenant_id, seq),
      unique (tenant_id, entry_id)
    )`.execute(db)
  await sql`grant select, insert, update on audit_heads to portside_lookup`.execute(db)
  await sql`grant insert on audit_chain to portside_lookup`.execute(db)
  await sql`grant select on audit_heads, audit_chain to portside_staff`.execute(db)

  // jsonb orders its keys and has one way to write a value; the instant is written in UTC whatever the session says.
  // Names are qualified in place of a pinned path, so that PostgreSQL puts the expression into the statement itself.
  await sql
    .raw(
      `create function app.audit_text(e audit_entries) returns text language sql stable
      as $$
        select pg_catalog.jsonb_build_object(
          'tenant_id', e.tenant_id, 'id', e.id,
          'at', pg_catalog.to_char(pg_catalog.timezone('UTC', e.at), 'YYYY-MM-DD"T"HH24:MI:SS.US'),
          'actor_kind', e.actor_kind, 'actor_id', e.actor_id, 'actor_name', e.actor_name,
          'action', e.action, 'module', e.module, 'subject_kind', e.subject_kind, 'subject_id', e.subject_id,
          'subject_label', e.subject_label, 'changes', e.changes, 'request_id', e.request_id,
          'address', e.address, 'user_agent', e.user_agent, 'session_method', e.session_method,
          'on_behalf_id', e.on_behalf_id, 'on_behalf_name', e.on_behalf_name)::text
      $$`,
    )
    .execute(db)
  await sql`grant execute on function app.audit_text(audit_entries) to portside_lookup, portside_staff`.execute(
    db,
  )
}

/** The links of one tenant for the rows of `source`, and its new head: one head update per statement, not per row. */
const chainRows = (source: string): string => `
  tenant uuid;
  place bigint;
  link bytea;
  e record;
  ids uuid[] := '{}';
  hashes bytea[] := '{}';
begin
  for tenant in select distinct tenant_id from ${source} order by 1 loop
    insert into audit_heads (tenant_id) values (tenant) on conflict do nothing;
    select seq, hash into place, link from audit_heads where tenant_id = tenant for update;
    ids := '{}';
    hashes := '{}';
    for e in
      select a.id, app.audit_text(a) as content from ${source} a where a.tenant_id = tenant order by a.at, a.id
    loop
      link := sha256(link || convert_to(e.content, 'UTF8'));
      ids := ids || e.id;
      hashes := hashes || link;
    end loop;
    insert into audit_chain (tenant_id, seq, entry_id, hash)
    select tenant, place + n, entry_id, entry_hash
    from unnest(ids, hashes) with ordinality as added (entry_id, entry_hash, n);
    update audit_heads set seq = place + cardinality(ids), hash = link where tenant_id = tenant;
  end loop;`

/** Under FORCE the owner sees one tenant at a time; lookups may list them. */
async function chainWhatIsThere(db: Kysely<unknown>): Promise<void> {
  await sql`set local role portside_lookup`.execute(db)
  const { rows } = await sql<{ id: string }>`select id from tenants order by id`.execute(db)
  await sql`reset role`.execute(db)
  for (const { id } of rows) {
    await sql`select set_config('app.tenant_id', ${id}, true)`.execute(db)
    await sql.raw(`do $$ declare ${chainRows('audit_entries')} end $$`).execute(db)
    await sql
      .raw(
        `do $$ begin
          if (select count(*) from audit_entries)
              <> (select count(*) from audit_chain where tenant_id = (select app.tenant_id())) then
            raise exception 'not every audit entry was chained';
          end if;
        end $$`,
      )
      .execute(db)
  }
  await sql`select set_config('app.tenant_id', '', true)`.execute(db)
}

/** The head stays locked until the commit, so entries of a tenant are chained in the order of their commits. */
async function chainWhatComes(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create function app.chain_audit_entries() returns trigger language plpgsql security definer ${PIN}
     as $$ declare ${chainRows('added')} return null; end $$`,
    `revoke all on function app.chain_audit_entries() from public`,
    `create trigger audit_entries_chain after insert on audit_entries
     referencing new table as added for each statement execute function app.chain_audit_entries()`,
    `alter function app.chain_audit_entries() owner to portside_lookup`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}
