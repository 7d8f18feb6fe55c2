import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { withClient } from './database.ts'
import { isBackfillOutstanding, problemsOf, waitForFirstBackfill } from './first-backfill.ts'

let database: TestDatabase
const connection = newId()

beforeAll(async () => {
  database = await createTestDatabase()
  await withClient(database.ownerUrl, (client) =>
    client.query(
      `insert into connections (id, source, name, base_url, credentials)
       values ($1, 'stripe', 'Billing', 'http://127.0.0.1:9/stripe', '')`,
      [connection],
    ),
  )
})
afterAll(() => database.drop())

const run = (kind: string, state: string, reason: string | null = null) =>
  withClient(database.ownerUrl, (client) =>
    client.query(
      `insert into runs (id, connection_id, kind, lane, state, reason, started_by, fetched)
       values ($1, $2, $3, 'backfill', $4, $5, 'test', 7)`,
      [newId(), connection, kind, state, reason],
    ),
  )

test('a backfill is outstanding while any kind of the source has not come to its end', async () => {
  expect(await isBackfillOutstanding(database.workerUrl)).toBe(true)
  await run('customer', 'completed')
  await run('invoice', 'completed')
  expect(await isBackfillOutstanding(database.workerUrl)).toBe(true)
  await run('payment', 'parked', 'the key was refused')
  for (const kind of ['subscription', 'payment_method', 'credit_note']) await run(kind, 'completed')
  expect(await isBackfillOutstanding(database.workerUrl)).toBe(false)
})

test('what did not complete is told, kind by kind', async () => {
  const notes: string[] = []
  const told = await waitForFirstBackfill(database.workerUrl, (note) => notes.push(note))
  expect(told).toEqual(['The first backfill of Billing is parked: the key was refused (payment).'])
  expect(notes).toEqual(['42 records'])
})

test('kinds that never started are told together', () => {
  const none = { name: 'CRM', state: 'none', fetched: 0, reason: null } as const
  expect(
    problemsOf([
      { ...none, kind: 'company' },
      { ...none, kind: 'contact' },
    ]),
  ).toEqual([
    'The first backfill of CRM has not started yet; pages fill once it does (company, contact).',
  ])
})
