/** A process starts with a bound role and refuses every other one without giving its password away. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from './client.ts'
import { assertBoundRole } from './rls.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let superuser: pg.Client
// Roles belong to the cluster, which test files share.
const suffix = Math.random().toString(36).slice(2, 8)
const owning = `owning_${suffix}`
const member = `member_${suffix}`
const bypassing = `bypassing_${suffix}`

beforeAll(async () => {
  database = await createTestDatabase()
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  for (const role of [owning, member]) {
    await superuser.query(`create role ${role} login password 'hidden-word'`)
    await superuser.query(`grant connect on database ${database.name} to ${role}`)
  }
  await superuser.query(`create role ${bypassing} login bypassrls password 'hidden-word'`)
  await superuser.query(`grant connect on database ${database.name} to ${bypassing}`)
  await superuser.query(`grant portside_owner to ${member}`)
  await superuser.query('create table owned (id int)')
  await superuser.query(`alter table owned owner to ${owning}`)
})
afterAll(async () => {
  await superuser.end()
  await database.drop()
  const last = new pg.Client({
    connectionString: database.superuserUrl.replace(/[^/]+$/, 'postgres'),
  })
  await last.connect()
  await last.query(`drop role ${owning}, ${member}, ${bypassing}`)
  await last.end()
})

async function probe(url: string): Promise<void> {
  const db = createDatabase({ url, name: 'test' })
  try {
    await assertBoundRole(db)
  } finally {
    await db.close()
  }
}

function as(role: string): string {
  const url = new URL(database.superuserUrl)
  url.username = role
  url.password = 'hidden-word'
  return url.href
}

test('the roles of the three processes are bound', async () => {
  await probe(database.appUrl)
  await probe(database.workerUrl)
  await probe(database.staffUrl)
})

test.each([
  ['a superuser', () => database.superuserUrl, 'is a superuser'],
  ['the owner', () => database.ownerUrl, 'owns tables'],
  ['an owner of any table', () => as(owning), 'owns tables'],
  ['a member of the owner', () => as(member), 'is a member of a role that owns tables'],
  ['a role with BYPASSRLS', () => as(bypassing), 'bypasses row level security'],
])('%s is refused', async (_, url, reason) => {
  const refusal = await probe(url()).catch((error: unknown) => error)
  expect(refusal).toMatchObject({
    code: 'config',
    message: expect.stringContaining(reason) as string,
  })
  expect(JSON.stringify(refusal) + String(refusal)).not.toContain('hidden-word')
})
