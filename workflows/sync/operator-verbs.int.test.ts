/** What the operator stops, starts again and begins anew: through Temporal, with workers that come and go meanwhile. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { createPerformStaffCommand } from '#workers/activities/staff/perform-staff-command.ts'
import { createDrainStep } from '#workers/activities/sync/drain-step.ts'
import { createPollPages } from '#workers/activities/sync/pages/poll-pages.ts'
import { createSweeper } from '#workers/sweeper.ts'
import type { StaffCommand, StaffCommandResult } from '../contracts/console.ts'
import { newId, type RunId, type StaffId } from '../contracts/ids.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { eventually as soon, readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'

/** Whole runs through Temporal, on a machine that may be busy. */
const PATIENCE_MS = 45_000
const eventually = <T>(look: () => Promise<T>): Promise<T> => soon(look, PATIENCE_MS)

let sandbox: Sandbox
let hub: Hub
const staff = { id: newId<StaffId>(), name: 'Tomas Hrubý' }

beforeAll(async () => {
  sandbox = await createSandbox({ token: 'sesame' })
  const orders = Array.from({ length: 700 }, (_, index) =>
    wireOrder({ id: `ord-${String(index).padStart(5, '0')}`, customer: `C-${(index % 2) + 1}` }),
  )
  await fetch(`${sandbox.url}/control/seed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orders }),
  })
})
afterAll(() => sandbox.close())

beforeEach(async () => {
  const { url, token } = sandbox
  hub = await createHub({ customers: ['C-1', 'C-2'], baseUrl: `${url}/orders`, token })
  const row = { ...staff, role: 'operations', email: 'tomas@halden.example' } as const
  await withSystem(hub.owner, (trx) => trx.insertInto('staff').values(row).execute())
  return () => hub.close()
})

/** As the worker carries it out; that it gets there is shown where commands are. */
const run = (command: StaffCommand): Promise<StaffCommandResult> =>
  createPerformStaffCommand(hub.deps)({ commandId: randomUUID(), staff, command })

/** Readers that write down where each page of orders began, and hold the one of this number until they are told. */
function watchedReaders(heldPage = Infinity) {
  const asked: (string | null)[] = []
  const { promise: told, resolve: release } = Promise.withResolvers<undefined>()
  const readerFor: Hub['deps']['readerFor'] = (...of) => {
    const reader: SourceReader = hub.deps.readerFor(...of)
    return {
      ...reader,
      async list(kind, options) {
        if (kind !== 'order') return reader.list(kind, options)
        asked.push(options.cursor)
        // An activity whose time is up asks for its last page once more.
        if (new Set(asked).size >= heldPage) await told
        return reader.list(kind, options)
      },
    }
  }
  return { asked, readerFor, release: () => release(undefined) }
}

const readRuns = () =>
  withSystem(hub.db, async (trx) => {
    const { rows } = await sql<{ id: RunId; state: string; reason: string | null }>`
      select id, state, reason, fetched, written, unchanged, started_by as by, started_because as because
      from runs where kind = 'order' order by started_at, id`.execute(trx)
    return rows
  })

const ofOrders = () => ({ connectionId: hub.connectionId, kind: 'order' }) as const
const pulse = { signal: new AbortController().signal, attempt: 1 }

test('a pause holds a run at its checkpoint and outlives every worker; a resume goes on from there', async () => {
  const { connectionId } = hub
  const first = watchedReaders(3)
  const stop = await hub.startWorkers({ readerFor: first.readerFor })
  await run({ type: 'resync', ...ofOrders(), reason: 'First import.' })
  await eventually(async () => {
    expect(new Set(first.asked).size).toBe(3)
    expect(await readRuns()).toMatchObject([{ state: 'running', fetched: 400 }])
  })
  const pause = { type: 'pause', connectionId, reason: 'The order system moves house.' } as const
  expect(await run(pause)).toEqual({ type: 'connection_paused', stopped: 1 })
  first.release()
  await stop()

  const second = watchedReaders()
  await hub.startWorkers({ readerFor: second.readerFor })
  const order = wireOrder({ id: 'ord-00000', customer: 'C-1', version: 9, title: 'By webhook' })
  await hub.receive([arrivalOf({ connectionId, order })])
  await withSystem(hub.db, (trx) =>
    sql`update inbox set due_at = now() - interval '1 minute'`.execute(trx),
  )
  const sweeper = createSweeper(hub.deps)
  await sweeper.sweep()
  const deps = { ...hub.deps, readerFor: second.readerFor }
  expect(await createDrainStep(deps)(hub.laneOf('C-1'))).toMatchObject({ claimed: 0, more: false })
  expect(await createPollPages(deps)({ connectionId }, pulse)).toEqual({ status: 'complete' })
  expect(await run(pause)).toEqual({ type: 'refused', reason: 'unchanged' })
  expect(await run({ type: 'backfill', connectionId })).toEqual({
    type: 'refused',
    reason: 'connection_not_active',
  })
  expect(await readRuns()).toMatchObject([{ state: 'paused', fetched: 400 }])
  expect(await readInbox(hub)).toMatchObject([{ state: 'pending', attempts: 0 }])
  expect(second.asked).toEqual([])

  const resume = { type: 'resume', connectionId, reason: 'It has moved.' } as const
  expect(await run(resume)).toMatchObject({ type: 'connection_resumed', runs: [{ kind: 'order' }] })
  await eventually(async () => {
    await sweeper.sweep()
    const by = { by: staff.name, because: 'First import.' }
    expect(await readRuns()).toMatchObject([{ state: 'completed', fetched: 700, ...by }])
    expect(await readInbox(hub)).toMatchObject([{ state: 'done', verdict: 'applied' }])
  })
  expect(second.asked[0]).not.toBeNull()
  expect(await readOrders(hub, 'C-1')).toHaveLength(350)
  expect(await run(resume)).toEqual({ type: 'refused', reason: 'unchanged' })
}, 180_000)

test('what is cancelled while it is paused ends as cancelled and never goes on', async () => {
  const { connectionId } = hub
  const { asked, readerFor, release } = watchedReaders(2)
  await hub.startWorkers({ readerFor })
  await run({ type: 'resync', ...ofOrders(), reason: 'First import.' })
  await expect.poll(() => new Set(asked).size, { timeout: PATIENCE_MS }).toBe(2)
  await run({ type: 'pause', connectionId, reason: 'Too much load.' })
  const [paused] = await readRuns()
  const runId = paused?.id ?? newId<RunId>()
  const cancel = { type: 'cancel_run', runId, reason: 'Wrong account.' } as const
  expect(await run(cancel)).toEqual({ type: 'run_cancelled' })
  release()
  expect(await run({ type: 'resume', connectionId, reason: 'Go on.' })).toEqual({
    type: 'connection_resumed',
    runs: [],
  })
  await createSweeper(hub.deps).sweep()
  const [ended] = (await readRuns()).filter(({ id }) => id === runId)
  expect(ended).toMatchObject({
    state: 'cancelled',
    reason: 'Cancelled by Tomas Hrubý: Wrong account.',
  })
}, 180_000)

test('a resync begins anew, keeps the rows, and tells nobody what they know', async () => {
  const { asked, readerFor } = watchedReaders()
  await hub.startWorkers({ readerFor })
  const complete = async (runs: object[]) =>
    eventually(async () => expect(await readRuns()).toMatchObject(runs))
  await run({ type: 'resync', ...ofOrders(), reason: 'First import.' })
  await complete([{ state: 'completed', written: 700 }])
  const told = await readLiveEvents(hub, 'C-1')

  // One that came as far as its second page, and whose workflow is gone.
  const runId = newId<RunId>()
  await withSystem(hub.owner, (trx) =>
    sql`with run as (
        insert into runs (id, connection_id, kind, lane, started_by)
        values (${runId}, ${hub.connectionId}, 'order', 'backfill', 'test'))
      update checkpoints set cursor = '{"after":"x"}', completed_at = null where lane = 'backfill'`.execute(
      trx,
    ),
  )
  asked.length = 0
  await run({ type: 'resync', ...ofOrders(), reason: 'The numbers look wrong.' })
  await complete([
    { state: 'completed' },
    { state: 'cancelled', reason: 'A later run took its place.' },
    { state: 'completed', fetched: 700, written: 0, unchanged: 700 },
  ])
  expect(asked[0]).toBeNull()
  expect(await readLiveEvents(hub, 'C-1')).toEqual(told)
  const wrong = { type: 'resync', connectionId: hub.connectionId, kind: 'invoice' } as const
  expect(await run(wrong)).toEqual({ type: 'refused', reason: 'unknown_kind' })
}, 180_000)
