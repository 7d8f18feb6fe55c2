/** Workers come and go as deployments have it, with old and new code: no run fails, no try counts as a crash. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startRun } from '#db/system/runs.ts'
import { noteChecked } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { toOrderChange } from '#integrations/orders/map.ts'
import { buildWorkflowBundle } from '#workers/bundle.ts'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import type { WorkerDeps } from '#workers/deps.ts'
import { AppError } from '../contracts/errors.ts'
import { holdOrders } from '../testing/hold.ts'
import { createHub, withFolder, type Hub } from '../testing/hub.ts'
import { eventually, readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'
import type { backfill } from './backfill.ts'

let hub: Hub
let client: Client

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1', 'C-2'] })
  const { address, namespace } = inject('temporal')
  client = new Client({ connection: await Connection.connect({ address }), namespace })
})
afterAll(async () => {
  await client.connection.close()
  await hub.close()
})

const receive = (...ids: string[]): Promise<void> => {
  const { connectionId } = hub
  return hub.receive(
    ids.map((id) => arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) })),
  )
}

/** Two workers, and which of them was the first to read an event. */
async function startTwo() {
  const ends = new Map<string, () => Promise<void>>()
  const first = { name: '' }
  for (const name of ['one', 'other']) {
    const connectorFor: WorkerDeps['connectorFor'] = (source) => {
      first.name ||= name
      return hub.deps.connectorFor(source)
    }
    ends.set(name, await hub.startWorkers({ connectorFor }))
  }
  return { ends, first }
}

test('a worker that is asked to end finishes what it has in hand, and events that come meanwhile are drained', async () => {
  const { ends, first } = await startTwo()
  const letGo = await holdOrders(hub)
  await receive('in-hand-1', 'in-hand-2')
  await eventually(async () => {
    expect((await readInbox(hub)).map(({ attempts }) => attempts)).toEqual([1, 1])
    expect(first.name).not.toBe('')
  })
  const ended = ends.get(first.name)?.()
  await receive('late')
  await letGo()
  await ended
  await eventually(async () => {
    expect(await readInbox(hub)).toMatchObject(
      Array.from({ length: 3 }, () => ({ state: 'done', verdict: 'applied', attempts: 1 })),
    )
  })
  expect(await readLiveEvents(hub, 'C-1')).toHaveLength(3)
  const workflowId = `${hub.prefix}sync:${hub.connectionId}:${hub.tenantOf('C-1')}`
  await client.workflow.getHandle(workflowId).result()
  ends.delete(first.name)
  for (const end of ends.values()) await end()
}, 120_000)

/** The same workflows, but a backfill asks for another activity: what it has done already cannot be replayed. */
async function breakingBundle(folder: string): Promise<{ codePath: string }> {
  const { codePath } = await buildWorkflowBundle(bundleFolder)
  const code = await readFile(codePath, 'utf8')
  const broken = path.join(folder, 'broken.js')
  await writeFile(broken, code.replaceAll('backfillPage', 'anotherPage'))
  return { codePath: broken }
}

/** Refuses us until it is repaired. */
function createSource() {
  const source = { isRepaired: false }
  const order = toOrderChange(wireOrder({ id: 'patient', customer: 'C-2' }))
  const page = { changes: [order], invalid: [], next: null, asOf: '2026-11-01T00:00:00Z' }
  const readerFor = (): SourceReader => ({
    list: () =>
      source.isRepaired
        ? Promise.resolve(page)
        : Promise.reject(new AppError('upstream_refused', 'Wrong key.')),
    get: () => Promise.resolve(null),
  })
  return { source, readerFor }
}

/** Until it is parked, where no time passes for it. */
async function startBackfill() {
  const { connectionId, prefix } = hub
  const runId = await withSystem(hub.db, (trx) =>
    startRun(trx, { connectionId, kind: 'order', lane: 'backfill', startedBy: 'test' }),
  )
  const handle = await client.workflow.start<typeof backfill>('backfill', {
    workflowId: `${prefix}backfill:${connectionId}:${runId}`,
    taskQueue: `${prefix}portside-backfill`,
    args: [{ connectionId, runId }],
    // A task that fails a second time is left to time out.
    workflowTaskTimeout: '2 seconds',
  })
  await eventually(async () => {
    const { events } = await handle.fetchHistory()
    expect(events?.some((event) => event.timerStartedEventAttributes)).toBe(true)
  })
  const resume = async (): Promise<void> => {
    await withSystem(hub.db, (trx) => noteChecked(trx, connectionId))
    await hub.gateway.resumeBackfill({ connectionId, runId })
  }
  return { handle, resume }
}

test(
  'a change of a workflow that breaks runs in flight is rolled back, and they go on where they were',
  () =>
    withFolder(async (folder) => {
      const { source, readerFor } = createSource()
      const endOld = await hub.startWorkers({ readerFor })
      const { handle, resume } = await startBackfill()
      await endOld()
      const endBroken = await hub.startWorkers(
        { readerFor },
        { bundle: await breakingBundle(folder) },
      )
      await resume()
      await eventually(async () => {
        const { raw } = await handle.describe()
        expect(raw.pendingWorkflowTask?.attempt ?? 0).toBeGreaterThan(1)
      })
      // What the change does not concern goes on.
      await receive('beside')
      await eventually(async () => {
        expect((await readInbox(hub)).at(-1)).toMatchObject({ externalId: 'beside', state: 'done' })
      })
      expect((await handle.describe()).status.name).toBe('RUNNING')
      await endBroken()
      source.isRepaired = true
      await hub.startWorkers({ readerFor })
      await handle.result()
      expect(await readOrders(hub, 'C-2')).toMatchObject([{ externalId: 'patient', version: 1 }])
      expect(await readLiveEvents(hub, 'C-2')).toHaveLength(1)
    }),
  120_000,
)
