/** The list of accounts of staff and of what staff did, as the console's role reads them: no hash, no secret. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { withStaff } from './staff-tx.ts'
import { listStaff, listStaffDeeds } from './staff.ts'

let database: TestDatabase
let staff: Database
let sql: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  staff = createDatabase({ url: database.staffUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
})

afterAll(async () => {
  await Promise.all([staff.close(), sql.end()])
  await database.drop()
})

async function add(name: string, columns: Record<string, string> = {}): Promise<StaffId> {
  const id = newId<StaffId>()
  const all = { password_hash: `'planted-hash'`, ...columns }
  await sql.query(
    `insert into staff (id, email, name, role, ${Object.keys(all).join(', ')})
     values ($1, $2, $3, 'agent', ${Object.values(all).join(', ')})`,
    [id, `${id}@halden.test`, name],
  )
  return id
}

const addSession = (id: StaffId, seenAt: string, endedAt = 'null'): Promise<unknown> =>
  sql.query(
    `insert into staff_sessions (id_hash, staff_id, expires_at, seen_at, ended_at)
     values ($1, $2, now() + interval '1 hour', ${seenAt}, ${endedAt})`,
    [randomBytes(32), id],
  )

describe('accounts', () => {
  it('tell state, factor and what is alive, those that are disabled last', async () => {
    const zoe = await add('Zoë')
    await add('bo', { invited_until: `now() + interval '1 day'`, password_hash: 'null' })
    await add('Cleo', { invited_until: `now() - interval '1 day'`, password_hash: 'null' })
    await add('Ada', { disabled_at: 'now()' })
    await sql.query(
      `insert into staff_totp_secrets (staff_id, state, sealed) values ($1, 'active', 'planted-secret')`,
      [zoe],
    )
    await addSession(zoe, 'now()')
    await addSession(zoe, `now() - interval '31 minutes'`)
    await addSession(zoe, 'now()', 'now()')
    const rows = await withStaff(staff, listStaff)
    expect(
      rows.map(({ name, state, hasFactor, sessions }) => [name, state, hasFactor, sessions]),
    ).toEqual([
      ['bo', 'invited', false, 0],
      ['Cleo', 'expired', false, 0],
      ['Zoë', 'active', true, 1],
      ['Ada', 'disabled', false, 0],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/planted/)
  })

  it.each([
    'password_hash from staff',
    'sealed from staff_totp_secrets',
    'id_hash from staff_sessions',
  ])('give the console no %s', async (what) => {
    await expect(staff.pool.query(`select ${what}`)).rejects.toThrow('permission denied')
  })
})

describe('what staff did', () => {
  it('is told latest first, with whom it was about, also when it was refused', async () => {
    const ada = await add('Ada Byron')
    const actions = [
      [
        { type: 'staff_invite', role: 'agent' },
        { type: 'staff_done', name: 'Bo Lund', ended: 0 },
      ],
      [
        { type: 'staff_role', role: 'agent', staffId: ada },
        { type: 'staff_done', name: 'Ada B.', from: 'admin', ended: 0 },
      ],
      [
        { type: 'staff_disable', staffId: ada },
        { type: 'refused', reason: 'last_admin' },
      ],
      [{ type: 'staff_end_own' }, { type: 'staff_done', ended: 2 }],
    ]
    for (const [at, [command, result]] of actions.entries()) {
      await sql.query(
        `insert into staff_actions (id, staff_id, staff_name, command, result, at)
         values ($1, null, 'Mara', $2, $3, now() + make_interval(secs => $4))`,
        [newId(), command, result, at],
      )
    }
    const deeds = await withStaff(staff, (trx) => listStaffDeeds(trx, 3))
    expect(
      deeds.map(({ type, about, from, ended, refused }) => [type, about, from, ended, refused]),
    ).toEqual([
      ['staff_end_own', null, null, 2, null],
      ['staff_disable', 'Ada Byron', null, 0, 'last_admin'],
      ['staff_role', 'Ada B.', 'admin', 0, null],
    ])
  })
})
