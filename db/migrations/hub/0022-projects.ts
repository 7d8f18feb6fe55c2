/**
 * Mirrored projects. Milestones, deliverables, moved dates and the orders they are for belong to their project and
 * are replaced with it; an order is referred to by its external id, since it may arrive later.
 */
import { sql, type Kysely } from 'kysely'
import { MIRROR_COLUMNS } from '../parts/mirror-columns.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createProjects(db)
  await createParts(db)
  for (const table of ['projects', ...PARTS]) {
    await secureTenantTable(db, table, {
      app: ['select'],
      worker: ['select', 'insert', 'update', 'delete'],
    })
  }
  // Whoever joins finds the projects they are in charge of; nothing else of a mirrored one is the portal's to write.
  await run(db, 'grant update (owner_person_id) on projects to portside_app')
}

const PARTS = ['project_milestones', 'project_deliverables', 'project_due_dates', 'project_orders']

async function createProjects(db: Kysely<unknown>): Promise<void> {
  const open = "deleted_at is null and state not in ('completed', 'cancelled')"
  await run(
    db,
    `create table projects (
      number text not null,
      title text not null,
      state text not null check (state in ('planned', 'active', 'on_hold', 'completed', 'cancelled')),
      manager_name text,
      contact_email text,
      owner_person_id uuid,
      starts_on date,
      due_on date,
      milestones_total integer not null,
      milestones_done integer not null,
      next_milestone text,
      next_due_on date,
      state_rank smallint not null generated always as (
        array_position('{planned,active,on_hold,completed,cancelled}'::text[], state)
      ) stored,
      search_text text not null generated always as (
        lower(number || ' ' || title || ' ' || coalesce(manager_name, ''))
      ) stored,
      ${MIRROR_COLUMNS})`,
    // One index per sort of the list; `id` makes the order total for keyset paging.
    ...['changed_at', 'number', 'state_rank'].map(
      (column) =>
        `create index projects_by_${column} on projects (tenant_id, ${column}, id) where deleted_at is null`,
    ),
    // A date that is not known sorts last in both directions. CASE, not coalesce, which the planner takes for leaky.
    ...(['infinity', '-infinity'] as const).map(
      (unknown, index) =>
        `create index projects_by_due_${index === 0 ? 'first' : 'last'} on projects
         (tenant_id, (case when due_on is null then '${unknown}'::date else due_on end), id)
         where deleted_at is null`,
    ),
    `create index projects_open on projects (tenant_id, due_on, id) where ${open}`,
    `create index projects_owner on projects (tenant_id, owner_person_id)
     where deleted_at is null and owner_person_id is not null`,
    `create index projects_contact on projects (tenant_id, lower(contact_email))
     where deleted_at is null and contact_email is not null`,
  )
}

async function createParts(db: Kysely<unknown>): Promise<void> {
  const part = (columns: string) => `
    tenant_id uuid not null, project_id uuid not null, ${columns},
    foreign key (tenant_id, project_id) references projects (tenant_id, id) on delete cascade`
  await run(
    db,
    `create table project_milestones (${part(`
      external_id text not null,
      position integer not null,
      title text not null,
      state text not null check (state in ('planned', 'in_progress', 'done', 'cancelled')),
      due_on date,
      done_at timestamptz,
      primary key (tenant_id, project_id, external_id)`)})`,
    `create table project_deliverables (${part(`
      external_id text not null,
      position integer not null,
      milestone_external_id text,
      title text not null,
      state text not null check (state in ('preparing', 'delivered', 'approved', 'changes_requested')),
      current_version integer,
      due_on date,
      primary key (tenant_id, project_id, external_id)`)})`,
    `create table project_due_dates (${part(`
      external_id text not null,
      at timestamptz not null,
      milestone_external_id text,
      from_date date,
      to_date date,
      reason text,
      primary key (tenant_id, project_id, external_id)`)})`,
    `create table project_orders (${part(`
      order_external_id text not null,
      primary key (tenant_id, project_id, order_external_id)`)})`,
    // Which projects an order belongs to.
    'create index project_orders_order on project_orders (tenant_id, order_external_id, project_id)',
  )
}

async function run(db: Kysely<unknown>, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
