/** R26: a day of the calendar where the clock changes, where it is a leap day, and where it begins fourteen hours early. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from '../../client.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { withSystem } from '../../system/system.ts'
import { withinDays } from './days.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.appUrl, name: 'test', max: 1 })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

test.each([
  {
    day: '2026-03-29',
    timeZone: 'Europe/Berlin',
    from: '2026-03-28T23:00:00Z',
    to: '2026-03-29T22:00:00Z',
  },
  {
    day: '2026-10-25',
    timeZone: 'Europe/Berlin',
    from: '2026-10-24T22:00:00Z',
    to: '2026-10-25T23:00:00Z',
  },
  {
    day: '2026-11-01',
    timeZone: 'America/New_York',
    from: '2026-11-01T04:00:00Z',
    to: '2026-11-02T05:00:00Z',
  },
  {
    day: '2028-02-29',
    timeZone: 'Pacific/Kiritimati',
    from: '2028-02-28T10:00:00Z',
    to: '2028-02-29T10:00:00Z',
  },
  {
    day: '2028-02-29',
    timeZone: 'Pacific/Pago_Pago',
    from: '2028-02-29T11:00:00Z',
    to: '2028-03-01T11:00:00Z',
  },
  {
    day: '2026-12-31',
    timeZone: 'Pacific/Kiritimati',
    from: '2026-12-30T10:00:00Z',
    to: '2026-12-31T10:00:00Z',
  },
])('$day in $timeZone is from $from to $to, and every moment is in one day', async (place) => {
  const { day, timeZone, from, to } = place
  const conditions = withinDays(sql`at`, { from: day, to: day, timeZone })
  const moments = [from, to].flatMap((edge) => [
    new Date(Date.parse(edge) - 1).toISOString(),
    new Date(edge).toISOString(),
  ])
  const { rows } = await withSystem(db, (trx) =>
    sql<{ at: Date }>`
      select at from unnest(${moments}::timestamptz[]) as at
      where ${sql.join(conditions, sql` and `)} order by at`.execute(trx),
  )
  expect(rows.map(({ at }) => at.toISOString())).toEqual(moments.slice(1, 3))
})
