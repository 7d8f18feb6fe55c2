/** How the first person of staff is invited, before there is anybody in the console. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type Database } from './client.ts'
import { inviteFromOutside, readAsked } from './staff.ts'
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

it('is asked in one way', () => {
  expect(readAsked(['invite', 'Ann@Halden.example', '--name', 'Ann Lee'])).toEqual(ANN)
  for (const args of [
    [],
    ['invite'],
    ['invite', ANN.email],
    ['invite', 'nobody', '--name', 'Ann'],
    ['invite', ANN.email, '--name', 'Ann', '--role', 'owner'],
    ['invite', ANN.email, 'more', '--name', 'Ann'],
    ['invite', ANN.email, '--name', 'Ann', '--force'],
    ['remove', ANN.email, '--name', 'Ann'],
  ]) {
    expect(() => readAsked(args)).toThrow('Usage: npm run staff')
  }
})
