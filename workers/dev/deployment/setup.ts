/**
 * The one-shot before web and worker: roles, databases, newest schema. Safe to repeat on every deployment, and the
 * only process that is ever given the superuser.
 */
import pg from 'pg'
import { migrate } from '#db/migrate.ts'
import { ensureRoles, withClient } from '#db/roles.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { readSetupEnv, type SetupEnv } from './setup-env.ts'

/**
 * @returns names of the migrations applied now
 * @throws AppError `config` when a migration fails
 * @throws pg.DatabaseError when the superuser's DSN may not create roles or databases
 */
export async function setUp(env: SetupEnv): Promise<string[]> {
  const superuserUrl = env.DATABASE_SUPERUSER_URL
  const owner = new URL(env.DATABASE_OWNER_URL)
  await ensureRoles(superuserUrl, {
    owner: passwordOf(owner),
    app: passwordOf(new URL(env.DATABASE_URL)),
    worker: passwordOf(new URL(env.DATABASE_WORKER_URL)),
    staff: passwordOf(new URL(env.DATABASE_STAFF_URL)),
  })
  await withClient(superuserUrl, (client) =>
    ensureDatabase(client, { name: databaseOf(owner), owner: 'portside_owner' }),
  )
  const temporal = env.TEMPORAL_DATABASE_URL
  if (temporal !== undefined) {
    await withClient(superuserUrl, (client) => ensureTemporal(client, new URL(temporal)))
  }
  return migrate(env.DATABASE_OWNER_URL)
}

const passwordOf = (url: URL): string => decodeURIComponent(url.password)
const databaseOf = (url: URL): string => decodeURIComponent(url.pathname.slice(1))

/** A role like any other: as a superuser, Temporal's server could read every tenant. */
async function ensureTemporal(client: pg.Client, url: URL): Promise<void> {
  const name = decodeURIComponent(url.username)
  const found = await client.query('select 1 from pg_roles where rolname = $1', [name])
  const verb = found.rowCount === 0 ? 'create' : 'alter'
  await client.query(
    `${verb} role ${client.escapeIdentifier(name)} login nosuperuser nobypassrls nocreatedb
     nocreaterole noreplication password ${client.escapeLiteral(passwordOf(url))}`,
  )
  const database = databaseOf(url)
  await ensureDatabase(client, { name: database, owner: name })
  await ensureDatabase(client, { name: `${database}_visibility`, owner: name })
}

interface DatabaseFacts {
  name: string
  owner: string
}

/** By default PostgreSQL lets every role connect to every database; here only the owner may. */
async function ensureDatabase(client: pg.Client, { name, owner }: DatabaseFacts): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [name])
  const database = client.escapeIdentifier(name)
  if (found.rowCount === 0) {
    await client.query(`create database ${database} owner ${client.escapeIdentifier(owner)}`)
  }
  await client.query(`revoke all on database ${database} from public`)
}

async function main(): Promise<void> {
  const applied = await setUp(readSetupEnv())
  for (const name of applied) process.stdout.write(`applied ${name}\n`)
  process.stdout.write('The database is ready.\n')
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    // The message only: a stack or a cause may hold a connection string.
    const own = error instanceof AppError || error instanceof pg.DatabaseError
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${own ? message : `The setup could not finish: ${message}`}\n`)
    process.exitCode = 1
  })
}
