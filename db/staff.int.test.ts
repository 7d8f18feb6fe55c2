/** How the first person of staff is invited, before there is anybody in the console. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from './client.ts'
import { inviteFromOutside, readAsked, resetFromOutside } from './staff.ts'
import { withdrawStaffInvitation } from './system/staff/accounts.ts'
import { findInvitedStaff, joinStaff } from './system/staff/joining.ts'
import { withSystem } from './system/system.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let worker: Database
let app: Database
let sql: pg.Pool

beforeAll(async () => {
  database = await createTestDatabase()
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  app = createDatabase({ url: database.appUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
})

afterAll(async () => {
  await Promise.all([worker.close(), app.close(), sql.end()])
  await database.drop()
})

const ANN = { email: 'ann@halden.example', name: 'Ann Lee', role: 'admin' } as const

it('invites with the last link working, and nobody who has joined', async () => {
  const first = await inviteFromOutside(worker, ANN)
  const second = await inviteFromOutside(worker, ANN)
  const find = (token: string) => withSystem(app, (trx) => findInvitedStaff(trx, token))
  expect(await find(first)).toBeNull()
  expect(await find(second)).toMatchObject(ANN)
  expect(await withSystem(app, (trx) => joinStaff(trx, second, 'hash'))).not.toBeNull()
  await expect(inviteFromOutside(worker, ANN)).rejects.toThrow('has an account already')
  const { rows } = await sql.query(
    `select staff_name as by, result ->> 'name' as name from staff_actions order by at`,
  )
  const invited = { by: 'Command line', name: 'Ann Lee' }
  expect(rows).toEqual([invited, invited, { by: 'Ann Lee', name: null }])
})

it('lets a sole admin who lost password and factor back in, with nothing of before left', async () => {
  const email = ANN.email
  await sql.query(`
    insert into staff_totp_secrets (staff_id, state, sealed) select id, 'active', 'x' from staff;
    insert into staff_sessions (id_hash, staff_id, expires_at)
      select decode(repeat('ab', 32), 'hex'), id, now() + interval '8 hours' from staff;
    update staff set last_sign_in_at = now()`)
  const { token, name } = await resetFromOutside(worker, email)
  expect(name).toBe('Ann Lee')
  const left = await sql.query(
    `select (select count(*)::int from staff_totp_secrets) as factors,
       (select count(*)::int from staff_sessions where ended_at is null) as sessions,
       (select password_hash is null from staff) as "isOpen"`,
  )
  expect(left.rows).toEqual([{ factors: 0, sessions: 0, isOpen: true }])
  // Withdrawing the link would remove somebody who has worked here.
  const { rows } = await sql.query<{ id: StaffId }>('select id from staff')
  const id = rows[0]?.id ?? newId<StaffId>()
  expect(await withSystem(worker, (trx) => withdrawStaffInvitation(trx, id))).toBe(false)
  const again = await resetFromOutside(worker, email)
  expect(await withSystem(app, (trx) => joinStaff(trx, token, 'hash'))).toBeNull()
  expect(await withSystem(app, (trx) => joinStaff(trx, again.token, 'hash'))).toBe(id)
  await expect(resetFromOutside(worker, 'nobody@halden.example')).rejects.toThrow('Nobody of staff')
  await sql.query('update staff set disabled_at = now()')
  await expect(resetFromOutside(worker, email)).rejects.toThrow('the account is disabled')
})

it('is asked in one way', () => {
  const invited = { verb: 'invite', ...ANN }
  expect(readAsked(['invite', 'Ann@Halden.example', '--name', 'Ann Lee'])).toEqual(invited)
  expect(readAsked(['reset', 'Ann@Halden.example'])).toEqual({ verb: 'reset', email: ANN.email })
  for (const args of [
    [],
    ['invite'],
    ['invite', ANN.email],
    ['invite', 'nobody', '--name', 'Ann'],
    ['invite', ANN.email, '--name', 'Ann', '--role', 'owner'],
    ['invite', ANN.email, 'more', '--name', 'Ann'],
    ['invite', ANN.email, '--name', 'Ann', '--force'],
    ['remove', ANN.email, '--name', 'Ann'],
    ['reset', ANN.email, '--name', 'Ann'],
  ]) {
    expect(() => readAsked(args)).toThrow('Usage: npm run staff')
  }
})
