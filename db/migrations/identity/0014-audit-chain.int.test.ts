/** Entries that were there before the chain are chained by the migration, tenant by tenant. */
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import { verifyAudit } from '../../admin/audit-chain.ts'
import { createDatabase } from '../../client.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { migrations } from '../index.ts'

let database: TestDatabase
let superuser: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  // A database as it was born: nothing in it but the roles of the cluster.
  await superuser.query('drop schema public cascade; drop schema app cascade')
  await superuser.query(
    'create schema public authorization portside_owner; grant usage on schema public to public',
  )
})

afterAll(async () => {
  await superuser.end()
  await database.drop()
})

it('chains what is there, and what comes after it goes on from there', async () => {
  const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 1 })
  const owner = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({
    db: owner,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  })
  const before = await migrator.migrateTo('0013-access-and-sessions')
  expect(before.error).toBeUndefined()
  const tenants = [newId<TenantId>(), newId<TenantId>(), newId<TenantId>()]
  for (const [index, id] of tenants.entries()) {
    await superuser.query('insert into tenants (id, slug, name) values ($1, $2, $2)', [
      id,
      `t${index}`,
    ])
    await insertEntries(id, index * 40)
  }
  const after = await migrator.migrateToLatest()
  expect(after.error).toBeUndefined()
  await owner.destroy()

  const staff = createDatabase({ url: database.staffUrl, name: 'test' })
  for (const [index, id] of tenants.entries()) {
    expect(await verifyAudit(staff, id)).toMatchObject({ checked: index * 40, findings: [] })
  }
  const [, second] = tenants
  if (!second) throw new Error('no tenant')
  await superuser.query(`select set_config('app.tenant_id', $1, false)`, [second])
  await insertEntries(second, 2)
  expect(await verifyAudit(staff, second)).toMatchObject({ checked: 42, findings: [] })
  await superuser.query(`update audit_entries set actor_name = 'x' where tenant_id = $1`, [second])
  expect((await verifyAudit(staff, second)).findings).toMatchObject([{ type: 'changed', seq: 1 }])
  await staff.close()
})

const insertEntries = (tenant: TenantId, count: number) =>
  superuser.query(
    `insert into audit_entries (tenant_id, id, at, actor_kind, actor_name, action, module, subject_kind, subject_label)
     select $1, gen_random_uuid(), now() - n * interval '1 hour', 'member', 'Sarah', 'order.updated', 'orders',
       'order', 'SO-' || n
     from generate_series(1, $2::int) n`,
    [tenant, count],
  )
