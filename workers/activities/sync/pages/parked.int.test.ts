/** Credentials that are refused stop every lane, cost one try, and new ones let it go on (W18). */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyring } from '#db/secrets.ts'
import { saveConnection } from '#db/system/connections.ts'
import { findWaitingBackfills, startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { createBackfillPage } from './backfill-page.ts'
import { createPollPages } from './poll-pages.ts'

let sandbox: Sandbox
let hub: Hub

beforeAll(async () => {
  sandbox = await createSandbox({ token: 'sesame' })
  hub = await createHub({ customers: ['C-1'], baseUrl: `${sandbox.url}/orders`, token: 'revoked' })
})
afterAll(async () => {
  await hub.close()
  await sandbox.close()
})

const save = (token: string) =>
  withSystem(hub.owner, (trx) =>
    saveConnection(trx, createKeyring(hub.encryptionKeys), {
      ...{ id: hub.connectionId, source: 'orders', name: 'Order system' },
      ...{ baseUrl: `${sandbox.url}/orders`, credentials: { token }, webhookSecrets: [] },
    }),
  )

const stateOf = async (table: 'runs' | 'connections') => {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ state: string }>`select state from ${sql.table(table)}`.execute(trx),
  )
  return rows.map(({ state }) => state)
}

test('wrong credentials park run and connection, nobody asks again, and other ones let it go on', async () => {
  const { connectionId } = hub
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  let asked = 0
  const readerFor: Hub['deps']['readerFor'] = (...of) => {
    const reader = hub.deps.readerFor(...of)
    return {
      ...reader,
      list(...about) {
        asked++
        return reader.list(...about)
      },
    }
  }
  const deps = { ...hub.deps, readerFor }
  const run = { connectionId, kind: 'order', lane: 'backfill', startedBy: 'test' } as const
  const runId = await withSystem(hub.db, (trx) => startRun(trx, run))
  const page = () => createBackfillPage(deps)({ connectionId, runId }, pulse)

  expect(await page()).toMatchObject({ status: 'parked' })
  expect([await stateOf('runs'), await stateOf('connections')]).toEqual([['parked'], ['parked']])
  expect(await page()).toMatchObject({ status: 'parked' })
  expect(await createPollPages(deps)({ connectionId }, pulse)).toEqual({ status: 'complete' })
  await save('revoked')
  expect(await page()).toMatchObject({ status: 'parked' })
  expect(asked).toBe(1)

  await save(sandbox.token)
  const waiting = await withSystem(hub.db, (trx) =>
    findWaitingBackfills(trx, { stalledMs: 60_000 }),
  )
  expect(waiting).toEqual([{ connectionId, runId, isParked: true }])
  expect(await page()).toEqual({ status: 'complete' })
  expect([await stateOf('runs'), await stateOf('connections')]).toEqual([['completed'], ['active']])
})
