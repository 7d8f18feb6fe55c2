/** A backup is what can be read back; what comes out of one is quiet until somebody does something. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { findPgBin } from '#workers/dev/services/pg-client.ts'
import { verifyAudit } from '../admin/audit-chain.ts'
import { checkCatalogue } from '../catalogue/check.ts'
import { createDatabase, type Database } from '../client.ts'
import { listOpenMails } from '../system/account-mails.ts'
import { readBackupAge } from '../system/figures/work.ts'
import { consumeToken, issueToken, peekToken } from '../system/single-use.ts'
import { withSystem } from '../system/system.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertMember, insertTenant } from '../testing/rows.ts'
import { makeBackup } from './dump.ts'
import { restoreBackup } from './restore.ts'
import { dropDatabase, urlOf } from './scratch.ts'

let database: TestDatabase
let owner: Database
let app: Database
let worker: Database
let sql: pg.Pool
let folder: string
let pgBin: string | undefined
let tenantId: TenantId
let personId: PersonId
const restored = `restored_${randomBytes(6).toString('hex')}`

beforeAll(async () => {
  pgBin = await findPgBin()
  database = await createTestDatabase()
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  app = createDatabase({ url: database.appUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-backup-'))
  tenantId = await insertTenant(owner, { slug: 'vellmar' })
  personId = await insertMember(owner, tenantId, { email: 'ines@example.com', role: 'admin' })
})
afterAll(async () => {
  await Promise.all([owner.close(), app.close(), worker.close(), sql.end()])
  await dropDatabase(database.superuserUrl, restored)
  await database.drop()
  await fs.rm(folder, { recursive: true })
})

const fileOf = (name: string): string => path.join(folder, name)
const make = (file: string, url = database.superuserUrl, verify = true) =>
  makeBackup({ url, file, verify, pgBin })
const filesThere = (): Promise<string[]> => fs.readdir(folder)

const session = async (): Promise<Buffer> => {
  const hash = randomBytes(32)
  await sql.query(
    `insert into sessions (id_hash, person_id, expires_at)
     values ($1, $2, now() + interval '8 hours')`,
    [hash, personId],
  )
  return hash
}
const link = () =>
  ({ purpose: 'password_reset', subject: personId, lifetimeMs: 3_600_000 }) as const

it('comes back whole and sound, and brings no session, link or message back to life', async () => {
  const hash = await session()
  const token = await withSystem(app, (trx) => issueToken(trx, link()))
  await sql.query(`select set_config('app.tenant_id', $1, false)`, [tenantId])
  await sql.query(
    `insert into audit_entries
       (tenant_id, id, action, module, actor_kind, actor_name, subject_kind, subject_label)
     select $1, gen_random_uuid(), 'session.started', 'team', 'member', 'Ines', 'session', ''
     from generate_series(1, 3)`,
    [tenantId],
  )
  await sql.query(
    `insert into account_mails (id, template, recipient, sealed, expires_at)
     values ($1, 'password_changed', 'ines@example.com', 'k1:x', now() + interval '1 hour')`,
    [newId()],
  )

  const made = await make(fileOf('good.dump'))
  expect(made.bytes).toBeGreaterThan(10_000)
  // After the backup: the session is ended, the link used, the mail sent.
  await sql.query('update sessions set ended_at = now()')
  expect(await withSystem(app, (trx) => consumeToken(trx, 'password_reset', token))).not.toBeNull()
  await sql.query(`update account_mails set state = 'sent', sealed = null`)

  const target = { url: database.superuserUrl, file: fileOf('good.dump'), name: restored, pgBin }
  const quieted = await restoreBackup(target)
  expect(quieted).toEqual({ sessions: 1, tokens: 1, messages: 1 })

  const again = {
    app: createDatabase({ url: urlOf(database.appUrl, restored), name: 'test' }),
    worker: createDatabase({ url: urlOf(database.workerUrl, restored), name: 'test' }),
    staff: createDatabase({ url: urlOf(database.staffUrl, restored), name: 'test' }),
    sql: new pg.Pool({ connectionString: urlOf(database.superuserUrl, restored), max: 1 }),
  }
  const isIn = await again.app.pool.query('select * from app.authenticate($1, null, true)', [hash])
  expect(isIn.rows).toEqual([])
  expect(await withSystem(again.app, (trx) => peekToken(trx, 'password_reset', token))).toBeNull()
  expect(await withSystem(again.worker, (trx) => listOpenMails(trx, 10))).toEqual([])
  expect(await verifyAudit(again.staff, tenantId)).toMatchObject({ checked: 3, findings: [] })
  expect(await checkCatalogue(again.sql)).toEqual([])
  const { rows } = await again.sql.query(
    `select staff_name from staff_actions where command ->> 'type' = 'restored'`,
  )
  expect(rows).toEqual([{ staff_name: 'Command line' }])
  await Promise.all([again.app.close(), again.worker.close(), again.staff.close(), again.sql.end()])

  await expect(restoreBackup(target)).rejects.toThrow(`There is a database "${restored}"`)
})

it('counts as restorable only when it was read back', async () => {
  await sql.query('delete from backups')
  const age = () => withSystem(worker, (trx) => readBackupAge(trx))
  await make(fileOf('quick.dump'), database.superuserUrl, false)
  expect(await age()).toBeNull()
  await make(fileOf('tried.dump'))
  expect(await age()).toBeLessThan(60)
})

it.each([
  ['a role under row security', () => database.workerUrl, /portside_worker is under row security/],
  ['the owner, whom row security binds as well', () => database.ownerUrl, /under row security/],
  ['a wrong password', () => withPassword('wrong'), /password authentication failed/],
])('leaves neither file nor entry behind for %s', async (_, urlOfCase, message) => {
  await sql.query('delete from backups')
  const before = await filesThere()
  await expect(make(fileOf('never.dump'), urlOfCase())).rejects.toThrow(message)
  expect(await filesThere()).toEqual(before)
  expect((await sql.query('select 1 from backups')).rows).toEqual([])
})

it('leaves no file behind that could not be noted as a backup', async () => {
  const before = await filesThere()
  await sql.query('alter table backups add constraint refused check (bytes < 0) not valid')
  try {
    await expect(make(fileOf('unnoted.dump'))).rejects.toThrow('violates check constraint')
  } finally {
    await sql.query('alter table backups drop constraint refused')
  }
  expect(await filesThere()).toEqual(before)
})

it('replaces no file, and says which program is missing', async () => {
  await fs.writeFile(fileOf('there.dump'), 'precious')
  await expect(make(fileOf('there.dump'))).rejects.toThrow('is there already')
  expect(await fs.readFile(fileOf('there.dump'), 'utf8')).toBe('precious')
  const nowhere = {
    url: database.superuserUrl,
    file: fileOf('x.dump'),
    verify: true,
    pgBin: folder,
  }
  await expect(makeBackup(nowhere)).rejects.toThrow('pg_dump cannot be started')
})

it('gives up a restore of what is no dump, and leaves no database', async () => {
  await fs.writeFile(fileOf('torn.dump'), 'PGDMP and then nothing')
  const name = `torn_${randomBytes(4).toString('hex')}`
  const torn = { url: database.superuserUrl, file: fileOf('torn.dump'), name, pgBin }
  await expect(restoreBackup(torn)).rejects.toThrow('pg_restore failed')
  const { rows } = await sql.query('select 1 from pg_database where datname like $1', [`${name}%`])
  expect(rows).toEqual([])
})

function withPassword(password: string): string {
  const url = new URL(database.superuserUrl)
  url.username = 'portside_worker'
  url.password = password
  return url.href
}
