/** The database of an instance inside its cluster: roles, the database itself, the newest schema. */
import pg from 'pg'
import { migrate } from '#db/migrate.ts'
import { ensureRoles } from '#db/roles.ts'
import type { Dsns } from './state/runtime-file.ts'
import type { Secrets } from './state/secrets.ts'

const DATABASE = 'portside'

/** The DSN of each role; the superuser's leads to the maintenance database. */
export function dsnsOf(superuserUrl: string, passwords: Secrets['passwords']): Dsns {
  const of = (role: keyof Secrets['passwords']): string => {
    const url = new URL(superuserUrl)
    url.username = `portside_${role}`
    url.password = passwords[role]
    url.pathname = `/${DATABASE}`
    return url.href
  }
  return {
    superuser: superuserUrl,
    owner: of('owner'),
    app: of('app'),
    worker: of('worker'),
    staff: of('staff'),
  }
}

/** Safe to repeat. Returns the names of the migrations applied now. */
export async function prepareDatabase(dsn: Dsns, secrets: Secrets): Promise<string[]> {
  await ensureRoles(dsn.superuser, secrets.passwords)
  await withClient(dsn.superuser, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) {
      await client.query(`create database ${DATABASE} owner portside_owner`)
    }
  })
  return migrate(dsn.owner)
}

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  // A server that goes away ends the query, which tells; the event would end this process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
