/**
 * The cluster's roles and what PUBLIC loses. Only the owner may log in with rights over tables; it does not inherit
 * what `portside_lookup` may see (NOINHERIT), it can only hand functions over to that role.
 */
import pg from 'pg'
import { AppError } from '#workflows/contracts/errors.ts'

export interface RolePasswords {
  owner: string
  app: string
  worker: string
  staff: string
}

const NARROW = 'nosuperuser nobypassrls nocreatedb nocreaterole noreplication'
const LOGIN_ROLES = ['owner', 'app', 'worker', 'staff'] as const

/**
 * Creates or updates the roles of a cluster; safe to repeat and to run from several processes at once.
 *
 * @param superuserUrl any database of the cluster
 * @throws pg.DatabaseError when the role may not create roles
 * @example await ensureRoles(superuserUrl, { owner: 'a', app: 'b', worker: 'c', staff: 'd' })
 */
export async function ensureRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtext('portside.roles'))`)
    await ensureRole(client, 'portside_lookup', `nologin inherit ${NARROW}`)
    for (const name of LOGIN_ROLES) {
      const password = client.escapeLiteral(passwords[name])
      const inherits = name === 'owner' ? 'noinherit' : 'inherit'
      await ensureRole(
        client,
        `portside_${name}`,
        `login ${inherits} ${NARROW} password ${password}`,
      )
    }
    await client.query('grant portside_lookup to portside_owner')
    // A frozen process must not keep row locks for ever: its transaction ends, and fencing refuses the rest.
    for (const name of ['app', 'worker', 'staff']) {
      await client.query(
        `alter role portside_${name} set idle_in_transaction_session_timeout = '30s'`,
      )
    }
    await client.query('commit')
  })
}

/**
 * Leaves the database to our roles: nobody else connects, and none of them makes temporary tables.
 * The privileges of a database are not copied with its template, so this runs once per database.
 */
export async function restrictDatabase(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const found = await client.query<{ name: string }>('select current_database() as name')
    const name = client.escapeIdentifier(found.rows[0]?.name ?? '')
    await client.query(`revoke all on database ${name} from public`)
    await client.query(
      `grant connect on database ${name} to portside_app, portside_worker, portside_staff`,
    )
  })
}

async function ensureRole(client: pg.Client, name: string, options: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [name])
  const verb = found.rowCount === 0 ? 'create' : 'alter'
  await client.query(`${verb} role ${name} ${options}`)
}

/** One connection outside of any pool, for work on the cluster or on a database as a whole. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'portside-maintenance' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * A role under row security would leave out rows without a word, or stop in the middle.
 *
 * @throws AppError `config` that names the role
 */
export async function requireEverything(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; whole: boolean }>(
    'select rolname as name, rolsuper or rolbypassrls as whole from pg_roles where rolname = current_user',
  )
  const [role] = rows
  if (role?.whole === true) return
  throw new AppError(
    'config',
    `${role?.name ?? 'This role'} is under row security and would see a part of the database only. ` +
      'Set DATABASE_BACKUP_URL to a superuser, or to a role with BYPASSRLS and CREATEDB that may read every table.',
  )
}
