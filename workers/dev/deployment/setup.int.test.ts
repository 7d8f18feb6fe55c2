import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { createDatabase } from '#db/client.ts'
import { assertBoundRole } from '#db/rls.ts'
import { readSetupEnv, type SetupEnv } from './setup-env.ts'
import { setUp } from './setup.ts'

const suffix = randomBytes(6).toString('hex')
const name = `setup_${suffix}`
const temporal = `temporal_${suffix}`
const temporalPassword = randomBytes(18).toString('base64url')

afterAll(async () => {
  for (const database of [name, temporal, `${temporal}_visibility`]) {
    await run(inject('postgres').superuserUrl, `drop database if exists ${database} with (force)`)
  }
  await run(inject('postgres').superuserUrl, `drop role if exists ${temporal}`)
})

function urlOf(user: string, password: string, database = name): string {
  const url = new URL(inject('postgres').superuserUrl)
  url.username = user
  url.password = password
  url.pathname = `/${database}`
  return url.href
}

// The cluster is shared, so its roles keep the passwords they have.
function environment(): SetupEnv {
  const { superuserUrl, passwords } = inject('postgres')
  return readSetupEnv({
    DATABASE_SUPERUSER_URL: superuserUrl,
    DATABASE_OWNER_URL: urlOf('portside_owner', passwords.owner),
    DATABASE_URL: urlOf('portside_app', passwords.app),
    DATABASE_WORKER_URL: urlOf('portside_worker', passwords.worker),
    DATABASE_STAFF_URL: urlOf('portside_staff', passwords.staff),
    TEMPORAL_DATABASE_URL: urlOf(temporal, temporalPassword, temporal),
  })
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

test('an empty cluster becomes one that web and worker accept; a second run changes nothing', async () => {
  const env = environment()
  expect((await setUp(env)).length).toBeGreaterThan(5)
  expect(await setUp(env)).toEqual([])
  for (const url of [env.DATABASE_URL, env.DATABASE_WORKER_URL, env.DATABASE_STAFF_URL]) {
    const db = createDatabase({ url, name: 'setup-test', max: 1 })
    await assertBoundRole(db).finally(() => db.close())
  }
})

test("Temporal's role owns its two databases and can enter no other", async () => {
  await setUp(environment())
  for (const database of [temporal, `${temporal}_visibility`]) {
    const url = urlOf(temporal, temporalPassword, database)
    await run(url, 'create table if not exists probe (id int)')
    // Temporal's visibility schema asks for it, and only the owner of a database may create it.
    await run(url, 'create extension if not exists btree_gin')
    const { passwords } = inject('postgres')
    await expect(run(urlOf('portside_app', passwords.app, database), 'select 1')).rejects.toThrow(
      'permission denied for database',
    )
  }
  await expect(run(urlOf(temporal, temporalPassword), 'select 1')).rejects.toThrow(
    'permission denied for database',
  )
  expect(
    await run(
      inject('postgres').superuserUrl,
      `select rolsuper or rolbypassrls or rolcreaterole as strong from pg_roles where rolname = '${temporal}'`,
    ),
  ).toEqual([{ strong: false }])
})

test('a DSN of another role, or one without a password, is refused by name before anything is done', () => {
  const env = environment()
  const read = (changed: Record<string, string>) => () => readSetupEnv({ ...env, ...changed })
  expect(read({ DATABASE_URL: env.DATABASE_WORKER_URL })).toThrow(
    'DATABASE_URL is wrong: must name portside_app',
  )
  expect(read({ DATABASE_OWNER_URL: 'postgres://portside_owner@localhost/portside' })).toThrow(
    'DATABASE_OWNER_URL is wrong: must hold a password',
  )
  expect(read({ DATABASE_STAFF_URL: '' })).toThrow('DATABASE_STAFF_URL is not set')
})
