/** A source that refuses us: told once, asked once in a quarter of an hour, and one incident until it works again. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { newId, type ConnectionId } from '#workflows/contracts/ids.ts'
import { createParkedAlerts } from '../operator-alerts.ts'
import { claimParkedTry, noteChecked, noteFailure } from '../sync-connection.ts'
import { withSystem, type SystemTx } from '../system.ts'
import { pauseConnection, resumeConnection } from './pausing.ts'

let database: TestDatabase
let db: Database
const id = newId<ConnectionId>()

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 4 })
  await inSystem((trx) =>
    sql`insert into connections (id, source, name, base_url, credentials)
        values (${id}, 'stripe', 'Stripe', 'http://127.0.0.1:9', 'x')`.execute(trx),
  )
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const inSystem = <T>(work: (trx: SystemTx) => Promise<T>): Promise<T> => withSystem(db, work)
const refuse = () => inSystem((trx) => noteFailure(trx, id, { reason: 'Revoked.', park: true }))
const state = async () => {
  const { rows } = await inSystem((trx) =>
    sql<{ state: string; alerts: number }>`
      select state, (select count(*) from operator_alerts) as alerts from connections`.execute(trx),
  )
  return rows[0]
}
const tell = () =>
  inSystem((trx) => createParkedAlerts(trx, [{ channel: 'email', recipient: 'on-call@x.example' }]))

test('it is one incident with one alert, however often somebody lets it try (W18)', async () => {
  await refuse()
  await refuse()
  await tell()
  expect(await state()).toEqual({ state: 'parked', alerts: 1 })
  expect(await inSystem((trx) => resumeConnection(trx, id))).toEqual({ runs: [] })
  expect(await state()).toMatchObject({ state: 'active' })
  await refuse()
  await tell()
  expect(await state()).toEqual({ state: 'parked', alerts: 1 })
  await inSystem((trx) => noteChecked(trx, id))
  expect(await state()).toMatchObject({ state: 'active' })
  await refuse()
  await tell()
  expect(await state()).toEqual({ state: 'parked', alerts: 2 })
})

test('of all who would ask it again only one may, and then nobody for a quarter of an hour', async () => {
  const claims = () =>
    Promise.all(Array.from({ length: 4 }, () => inSystem((trx) => claimParkedTry(trx, id))))
  expect(await claims()).toEqual([false, false, false, false])
  await inSystem((trx) =>
    sql`update connections set last_error_at = now() - interval '16 minutes'`.execute(trx),
  )
  expect((await claims()).filter(Boolean)).toHaveLength(1)
  expect(await claims()).toEqual([false, false, false, false])
})

test('what fails or works late does not undo a pause, and a disabled connection has none', async () => {
  const pause = { connectionId: id, by: 'Tomas', reason: 'Moving.' }
  expect(await inSystem((trx) => pauseConnection(trx, pause))).toEqual({ stopped: 0 })
  await refuse()
  await inSystem((trx) => noteChecked(trx, id))
  expect(await state()).toMatchObject({ state: 'paused' })
  expect(await inSystem((trx) => pauseConnection(trx, pause))).toBe('unchanged')
  await inSystem((trx) => sql`update connections set state = 'disabled'`.execute(trx))
  expect(await inSystem((trx) => pauseConnection(trx, pause))).toBe('connection_not_active')
  expect(await inSystem((trx) => resumeConnection(trx, id))).toBe('connection_not_active')
})
