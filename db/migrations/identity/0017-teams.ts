/**
 * Teams: invitations, versions of what two admins may edit at once, who left, and what "own" means beyond orders.
 * People and sessions stay out of reach of the app role; what it needs of them are definer functions.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, replaceLookup, PIN } from '../parts/lookup-function.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await countVersions(db)
  await createInvitations(db)
  await createFormerMembers(db)
  await indexOwnRecords(db)
  await createMemberLookups(db)
  await createPersonLookups(db)
}

/** By trigger, so that whoever changes a row cannot forget it. */
async function countVersions(db: Kysely<unknown>): Promise<void> {
  await sql`alter table memberships add column version integer not null default 1`.execute(db)
  await sql`
    create function app.count_version() returns trigger
    language plpgsql set search_path = pg_catalog
    as $$
    begin
      new.version := old.version + 1;
      return new;
    end $$`.execute(db)
  for (const table of ['memberships', 'roles']) {
    await sql
      .raw(
        `create trigger ${table}_version before update on ${table}
         for each row execute function app.count_version()`,
      )
      .execute(db)
  }
}

async function createInvitations(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table invitations (
      tenant_id uuid not null references tenants (id),
      id uuid not null,
      email text not null check (email = lower(email) and length(email) <= 320),
      role text check (role in ('admin', 'billing', 'project', 'requester', 'auditor')),
      role_id uuid,
      own_only boolean not null default false,
      state text not null default 'pending' check (state in ('pending', 'accepted', 'revoked')),
      version integer not null default 1,
      invited_by uuid not null,
      created_at timestamptz not null default now(),
      sent_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      primary key (tenant_id, id),
      foreign key (tenant_id, role_id) references roles (tenant_id, id),
      constraint invitations_one_role check (state <> 'pending' or (role is null) <> (role_id is null))
    )`.execute(db)
  await sql`
    create unique index invitations_pending on invitations (tenant_id, email)
    where state = 'pending'`.execute(db)
  await sql`create index invitations_recent on invitations (tenant_id, created_at desc)`.execute(db)
  await sql`
    create index invitations_role on invitations (tenant_id, role_id) where role_id is not null`.execute(
    db,
  )
  await sql`
    create trigger invitations_version before update on invitations
    for each row execute function app.count_version()`.execute(db)
  await secureTenantTable(db, 'invitations', {
    app: ['select', 'insert', 'update'],
    worker: ['select'],
  })
}

/** Whoever was removed is not let in again by single sign-on: it takes an invitation, which takes the row away. */
async function createFormerMembers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table former_members (
      tenant_id uuid not null references tenants (id),
      person_id uuid not null,
      removed_at timestamptz not null default now(),
      primary key (tenant_id, person_id)
    )`.execute(db)
  await secureTenantTable(db, 'former_members', {
    app: ['select', 'insert', 'delete'],
    worker: ['select'],
  })
}

async function indexOwnRecords(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index orders_owner on orders (tenant_id, owner_person_id, number)
    where deleted_at is null and owner_person_id is not null`.execute(db)
  await sql`
    create index orders_placed_by on orders (tenant_id, lower(placed_by_email))
    where deleted_at is null and placed_by_email is not null`.execute(db)
  // Whoever joins finds the orders they placed before; nothing else of a mirrored order is the portal's to write.
  await sql`grant update (owner_person_id) on orders to portside_app`.execute(db)
}

async function createMemberLookups(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature: 'app.tenant_members()',
    definition: `
      create function app.tenant_members()
      returns table (
        person_id uuid, email text, name text, member_since timestamptz, active boolean, preset text,
        role_id uuid, role_name text, role_grants jsonb, own_only boolean, is_owner boolean,
        break_glass boolean, version integer, sessions integer, strong boolean, seen_at timestamptz)
      language sql stable ${PIN}
      as $$
        select m.person_id, p.email, p.name, m.created_at, p.disabled_at is null, m.role, r.id, r.name, r.grants,
          m.own_only, m.is_owner, m.break_glass, m.version, coalesce(s.live, 0)::int, coalesce(s.strong, false), s.seen_at
        from memberships m
        join people p on p.id = m.person_id
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        left join lateral (
          select count(*) filter (where each.ended_at is null and each.expires_at > now()) as live,
            bool_or(each.strong) as strong, max(each.seen_at) as seen_at
          from sessions each where each.person_id = m.person_id) as s on true
        where m.tenant_id = (select app.tenant_id())
      $$`,
    grantTo: ['portside_app'],
  })
  await sql`create index sessions_of_person on sessions (person_id, seen_at)`.execute(db)
  // Only of somebody who belongs nowhere any more, so that no tenant ends what is another's.
  await createLookup(db, {
    signature: 'app.end_homeless_sessions(uuid)',
    definition: `
      create function app.end_homeless_sessions(p_person_id uuid)
      returns void language sql ${PIN}
      as $$
        update sessions set ended_at = now(), end_reason = 'removed'
        where person_id = p_person_id and ended_at is null
          and not exists (select 1 from memberships m where m.person_id = p_person_id)
      $$`,
    grantTo: ['portside_app'],
  })
}

async function createPersonLookups(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.person_of_email(text)',
    definition: `
      create function app.person_of_email(p_email text)
      returns table (person_id uuid, name text, active boolean)
      language sql stable ${PIN}
      as $$
        select id, name, disabled_at is null from people where email = lower(p_email)
      $$`,
    grantTo: ['portside_app'],
  })
  await sql`grant insert on people to portside_lookup`.execute(db)
  // Null when somebody has this address already.
  await createLookup(db, {
    signature: 'app.create_person(uuid, text, text, text)',
    definition: `
      create function app.create_person(p_id uuid, p_email text, p_name text, p_password_hash text)
      returns uuid language sql ${PIN}
      as $$
        insert into people (id, email, name, password_hash)
        values (p_id, lower(p_email), p_name, p_password_hash)
        on conflict do nothing returning id
      $$`,
    grantTo: ['portside_app'],
  })
}
