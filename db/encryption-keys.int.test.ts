/** The encryption key is changed while everybody reads: nothing is forgotten, nothing is lost, and it says what is left. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type ConnectionId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from './client.ts'
import { handleKeys, readAsked } from './encryption-keys.ts'
import { withClient } from './roles.ts'
import { SEALED_COLUMNS } from './sealed/columns.ts'
import { rewrapAll } from './sealed/rewrap-all.ts'
import { createKeyring, seal, unseal, type Keyring } from './secrets.ts'
import { queueAccountMail } from './system/account-mails.ts'
import { findIntakeConnection, openCredentials, saveConnection } from './system/connections.ts'
import { withSystem } from './system/system.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let app: Database
let worker: Database
let sql: pg.Pool

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`
const [oldKey, newKey, lastKey] = [key('k1'), key('k2'), key('k3')]
const old = createKeyring(oldKey)
const both = createKeyring(`${newKey},${oldKey}`)

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  const env = {
    DATABASE_OWNER_URL: database.ownerUrl,
    ENCRYPTION_KEYS: oldKey,
    ORDERS_API_BASE: 'http://127.0.0.1:9/orders',
    ORDERS_API_TOKEN: 'planted-token',
  }
  // The second one replaces the first, which is taken for another day.
  for (const ORDERS_WEBHOOK_SECRET of ['whsec_cGxhbnRlZA==', 'whsec_bmV4dA==']) {
    await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'seed.ts')], {
      env: { ...env, ORDERS_WEBHOOK_SECRET },
    })
  }
  await withSystem(worker, (trx) =>
    queueAccountMail(trx, old, {
      template: 'password-reset',
      to: 'ines@example.com',
      values: { link: 'https://portal.example/x', minutes: '60', name: 'Ines', operator: 'Halden' },
      lifetimeMs: 60_000,
    }),
  )
  const provider = newId()
  await sql.query(
    `insert into identity_providers (tenant_id, id, kind, name, issuer, client_id, client_secret)
     select id, $1, 'oidc', 'Company sign-on', 'https://id.example', 'portside', $2 from tenants limit 1`,
    [provider, seal(old, { owner: provider, field: 'client_secret' }, 'a client secret')],
  )
  const { rows } = await sql.query<{ id: string }>('select id from people limit 1')
  const person = rows[0]?.id ?? ''
  await sql.query(`insert into totp_secrets (person_id, state, sealed) values ($1, 'active', $2)`, [
    person,
    seal(old, { owner: person, field: 'totp' }, 'JBSWY3DPEHPK3PXP'),
  ])
})
afterAll(async () => {
  await Promise.all([app.close(), worker.close(), sql.end()])
  await database.drop()
})

const handle = (keyring: Keyring, asked: 'report' | 'rewrap') =>
  withClient(database.superuserUrl, (client) => handleKeys(client, keyring, asked))

/** Every column of ours that holds a sealed text, as the database itself shows it. */
async function columnsWithSecrets(): Promise<string[]> {
  const { rows: columns } = await sql.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     join pg_tables on tablename = table_name and schemaname = table_schema
     where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'character varying')`,
  )
  const found: string[] = []
  for (const { table, column } of columns) {
    const { rowCount } = await sql.query(
      `select from ${table} where ${column}::text ~ '^(\\["|")?v1\\.k[0-9]\\.[A-Za-z0-9_-]{40}' limit 1`,
    )
    if (rowCount) found.push(`${table}.${column}`)
  }
  return found.toSorted()
}

/** Every secret, opened. */
async function openAll(keyring: Keyring): Promise<string[]> {
  const opened: string[] = []
  for (const { table, column, owner, field } of SEALED_COLUMNS) {
    const { rows } = await sql.query<{ owner: string; held: string | string[] }>(
      `select ${owner} as owner, ${column} as held from ${table} where ${column} is not null order by 1`,
    )
    for (const row of rows)
      for (const text of [row.held].flat()) {
        opened.push(unseal(keyring, { owner: row.owner, field }, text))
      }
  }
  return opened
}

it('knows every column that holds a secret', async () => {
  const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`)
  expect(await columnsWithSecrets()).toEqual(known.toSorted())
})

it('moves every secret to the new key, after which the old one can go', async () => {
  const before = await openAll(old)
  const count = before.length
  expect(count).toBeGreaterThan(5)
  const report = await handle(both, 'report')
  expect(report).toEqual({
    lines: [
      'k2: 0 secrets; what is stored from now on as well.',
      `k1: ${count} secrets. \`npm run encryption-keys -- rewrap\` moves them to "k2".`,
    ],
    isWell: true,
  })
  const done = await handle(both, 'rewrap')
  expect(done.lines).toEqual([
    `Moved ${count} secrets under the key "k2".`,
    `k2: ${count} secrets; what is stored from now on as well.`,
    expect.stringMatching(/^k1: nothing in this database needs it/),
  ])
  expect(await openAll(createKeyring(newKey))).toEqual(before)
  expect((await handle(both, 'rewrap')).lines[0]).toBe('Moved 0 secrets under the key "k2".')
  const { rows } = await sql.query(
    `select staff_name as by from staff_actions where command ->> 'type' = 'rewrapped'`,
  )
  expect(rows).toEqual([{ by: 'Command line' }])
})

it('a rotation over many connections fails nobody who reads or receives meanwhile (W16)', async () => {
  const next = createKeyring(`${lastKey},${newKey}`)
  const ids = await withSystem(worker, async (trx) => {
    const made: ConnectionId[] = []
    for (let at = 0; at < 100; at++) {
      const facts = { source: 'orders', name: 'Orders', baseUrl: 'https://x.example' } as const
      const secrets = { credentials: { token: `t${at}` }, webhookSecrets: [`whsec_${at}`] }
      made.push(await saveConnection(trx, createKeyring(newKey), { ...facts, ...secrets }))
    }
    return made
  })
  const idAt = (at: number): ConnectionId => ids[at % ids.length] ?? newId()
  const read = async (keys: Keyring, at: number): Promise<string[]> => {
    const id = idAt(at)
    const found = await findIntakeConnection(app, keys, id)
    const query = worker.kysely.selectFrom('connections').select(['id', 'credentials'])
    const row = await query.where('id', '=', id).executeTakeFirstOrThrow()
    return [...(found?.secrets ?? []), openCredentials(keys, row)['token'] ?? '']
  }
  const rotation = { isOver: false, reads: 0 }
  const reader = async (_: unknown, from: number): Promise<void> => {
    for (let at = from; !rotation.isOver; at++, rotation.reads++) {
      const place = at % ids.length
      expect(await read(next, place)).toEqual([`whsec_${place}`, `t${place}`])
    }
  }
  const readers = Array.from({ length: 8 }, reader)
  await expect.poll(() => rotation.reads).toBeGreaterThan(8)
  const rotate = withClient(database.superuserUrl, (client) => rewrapAll(client, next))
  const { moved, broken } = await rotate.finally(() => (rotation.isOver = true))
  await Promise.all(readers)
  expect(broken).toEqual([])
  expect(moved).toBeGreaterThanOrEqual(2 * ids.length)
  const onlyNext = createKeyring(lastKey)
  for (const at of ids.keys()) expect(await read(onlyNext, at)).toEqual([`whsec_${at}`, `t${at}`])
  await expect(read(createKeyring(newKey), 0)).rejects.toThrow('k3')
})

it('names what no key opens, and moves the rest', async () => {
  const next = createKeyring(`${key('k4')},${lastKey},${newKey}`)
  const count = (await openAll(next)).length
  const id = newId()
  const lost = seal(createKeyring(key('k0')), { owner: id, field: 'account_mail' }, '{}')
  await sql.query(
    `insert into account_mails (id, template, recipient, sealed, expires_at) values ($1, 'password-reset', 'x@y.example', $2, now())`,
    [id, lost],
  )
  const { lines, isWell } = await handle(next, 'rewrap')
  expect(isWell).toBe(false)
  expect(lines).toEqual([
    `Moved ${count} secrets under the key "k4".`,
    `The secret "account_mail" of ${id} needs the key "k0", which ENCRYPTION_KEYS does not hold.`,
    `k4: ${count} secrets; what is stored from now on as well.`,
    expect.stringMatching(/^k3: nothing/),
    expect.stringMatching(/^k2: nothing/),
    'k0: 1 secrets, and ENCRYPTION_KEYS does not hold it. Add it again.',
  ])
  const { rows } = await sql.query('delete from account_mails where id = $1 returning sealed', [id])
  expect(rows).toEqual([{ sealed: lost }])
})

it('is refused to a role that would see a part only', async () => {
  for (const url of [database.workerUrl, database.ownerUrl]) {
    const asked = withClient(url, (client) => handleKeys(client, both, 'rewrap'))
    await expect(asked).rejects.toThrow('is under row security')
  }
})

it.each([[['rotate']], [['rewrap', 'k1']]])('says how it is used: %j', (args) => {
  expect(() => readAsked(args)).toThrow('Usage: npm run encryption-keys')
})
