/** The catalogue is clean, and the check would notice if it were not: each way to spoil it is tried and rolled back. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCatalogue, type Finding } from './check.ts'
import { CLASSIFICATION, type RelationClass } from '../classification.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

test('the migrated database has no finding', async () => {
  expect(await checkCatalogue(client)).toEqual([])
})

const AS_OWNER = 'set local role portside_owner'
const AS_SUPERUSER = 'set local role none'

interface Mutation {
  what: string
  statements: string[]
  /** Relations that the mutation makes and that are classified all the same. */
  classified?: Record<string, RelationClass>
  rule: string
  object: string
}

const mutations: Mutation[] = [
  {
    what: 'a relation nobody classified',
    statements: [AS_OWNER, 'create table stray (id int)'],
    rule: 'classified',
    object: 'public.stray',
  },
  {
    what: 'a tenant table whose row security is off',
    statements: [AS_OWNER, 'alter table orders disable row level security'],
    rule: 'row security',
    object: 'public.orders',
  },
  {
    what: 'a tenant table that does not bind its owner',
    statements: [AS_OWNER, 'alter table orders no force row level security'],
    rule: 'row security',
    object: 'public.orders',
  },
  {
    what: 'a policy that lets every row through',
    statements: [AS_OWNER, 'create policy open on orders for select to portside_app using (true)'],
    rule: 'policy',
    object: 'public.orders: open',
  },
  {
    what: 'a staff policy on another verb than SELECT',
    statements: [
      AS_OWNER,
      'create policy open on orders for delete to portside_staff using (true)',
    ],
    rule: 'policy',
    object: 'public.orders: open',
  },
  {
    what: 'a lookup policy on a table that is not on the written list',
    statements: [
      AS_OWNER,
      'create policy open on orders for select to portside_lookup using (true)',
    ],
    rule: 'policy',
    object: 'public.orders: open',
  },
  {
    what: 'a tenant policy that is gone',
    statements: [AS_OWNER, 'drop policy tenant_update on order_lines'],
    rule: 'policy',
    object: 'public.order_lines',
  },
  {
    what: 'a policy on a table with row security off',
    statements: [AS_OWNER, 'create policy idle on people for select to portside_app using (true)'],
    rule: 'policy',
    object: 'public.people: idle',
  },
  {
    what: 'a view of a superuser',
    statements: [
      'create view leak as select * from orders',
      'grant select on leak to portside_app',
    ],
    classified: { 'public.leak': 'tenant' },
    rule: 'view',
    object: 'public.leak',
  },
  {
    what: 'a view that reads with the rights of its owner',
    statements: [
      AS_OWNER,
      'create view leak as select * from people',
      'grant select on leak to portside_worker',
    ],
    classified: { 'public.leak': 'tenant' },
    rule: 'view',
    object: 'public.leak',
  },
  {
    what: 'a materialized view within reach of the app role',
    statements: [
      AS_OWNER,
      'create materialized view cached as select 1 as one',
      'grant select on cached to portside_app',
    ],
    classified: { 'public.cached': 'tenant' },
    rule: 'view',
    object: 'public.cached',
  },
  {
    what: 'a definer function without a search_path',
    statements: [
      AS_OWNER,
      `create function app.loose() returns int language sql security definer as 'select 1'`,
      'alter function app.loose() owner to portside_lookup',
    ],
    rule: 'function',
    object: 'app.loose()',
  },
  {
    what: 'a definer function of a superuser',
    statements: [
      `create function app.strong() returns int language sql security definer set search_path = pg_catalog as 'select 1'`,
    ],
    rule: 'function',
    object: 'app.strong()',
  },
  {
    what: 'a definer function that PUBLIC may execute',
    statements: [
      AS_OWNER,
      `create function app.open() returns int language sql security definer set search_path = pg_catalog as 'select 1'`,
      'grant execute on function app.open() to public',
      'alter function app.open() owner to portside_lookup',
    ],
    rule: 'function',
    object: 'app.open()',
  },
  {
    what: 'TRUNCATE for the app role',
    statements: [AS_OWNER, 'grant truncate on orders to portside_app'],
    rule: 'privilege',
    object: 'public.orders: portside_app',
  },
  {
    what: 'a system table within reach of the app role',
    statements: [AS_OWNER, 'grant select (body) on inbox to portside_app'],
    rule: 'privilege',
    object: 'public.inbox: portside_app',
  },
  {
    what: 'a partition that is reached directly',
    statements: [
      AS_OWNER,
      'create table parted (id int) partition by list (id)',
      'create table parted_1 partition of parted for values in (1)',
      'grant select on parted_1 to portside_worker',
    ],
    classified: { 'public.parted': 'system', 'public.parted_1': 'system' },
    rule: 'privilege',
    object: 'public.parted_1: portside_worker',
  },
  {
    what: 'a foreign key between tenant tables without the tenant',
    statements: [
      'alter table orders add constraint sound_key foreign key (tenant_id) references tenants (id)',
      'alter table orders add constraint looser_key foreign key (owner_person_id) references tenants (id)',
    ],
    rule: 'foreign key',
    object: 'looser_key',
  },
  {
    what: 'a unique index over all tenants',
    statements: [AS_OWNER, 'create unique index global_number on orders (number)'],
    rule: 'index',
    object: 'global_number',
  },
]

async function spoil(mutation: Mutation): Promise<Finding[]> {
  for (const statement of mutation.statements) await client.query(statement)
  await client.query(AS_SUPERUSER)
  return checkCatalogue(client, { ...CLASSIFICATION, ...mutation.classified })
}

test.each(mutations)('notices $what, exactly once', async (mutation) => {
  await client.query('begin')
  const found = await spoil(mutation).finally(() => client.query('rollback'))
  expect(found.map(({ rule, object }) => ({ rule, object }))).toEqual([
    { rule: mutation.rule, object: mutation.object },
  ])
  expect(await checkCatalogue(client)).toEqual([])
})
