import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { temporal } from '@temporalio/proto'
import { Worker, type ReplayHistoriesIterable } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { buildWorkflowBundle } from '#workers/bundle.ts'
import { createSweeper } from '#workers/sweeper.ts'
import { createHub, testCacheDir, type Hub } from './hub.ts'
import { eventually, readOrders } from './mirror.ts'
import { arrivalOf, wireOrder } from './wire-order.ts'

const dir = path.join(import.meta.dirname, 'histories')

const { History } = temporal.api.history.v1

// The SDK's own historyToJSON fails where npm has installed its parser twice ("type must be a Type").
const toJson = (history: temporal.api.history.v1.IHistory): string => {
  const words = { longs: String, enums: String, bytes: String }
  const json = JSON.stringify(History.toObject(History.fromObject(history), words), null, 2)
  // Who ran it plays no part in a replay, and the name of a machine does not belong into the repository.
  return json.replaceAll(/("(?:identity|workerId|sdkName)": )"[^"]*"/g, '$1"worker"')
}
const fromJson = (text: string): temporal.api.history.v1.History =>
  History.fromObject(JSON.parse(text) as Record<string, unknown>)

let sandbox: Sandbox
let hub: Hub
let client: Client

beforeAll(async () => {
  sandbox = await createSandbox()
  hub = await createHub({
    customers: ['C-1'],
    baseUrl: `${sandbox.url}/orders`,
    token: sandbox.token,
  })
  await hub.startWorkers()
  const { address, namespace } = inject('temporal')
  client = new Client({ connection: await Connection.connect({ address }), namespace })
})
afterAll(async () => {
  await client.connection.close()
  await hub.close()
  await sandbox.close()
})

async function replay(histories: { workflowId: string; history: unknown }[]): Promise<unknown[]> {
  const bundle = await buildWorkflowBundle(testCacheDir)
  const faults: unknown[] = []
  const all: ReplayHistoriesIterable = (function* () {
    yield* histories
  })()
  for await (const result of Worker.runReplayHistories({ workflowBundle: bundle }, all)) {
    if (result.error) faults.push(result.error)
  }
  return faults
}

/** Runs each workflow through what happens to it, and returns its id by the name of its history. */
async function runAll(): Promise<Map<string, string>> {
  const { connectionId, prefix } = hub
  const orders = Array.from({ length: 450 }, (_, index) =>
    wireOrder({ id: `h${index}`, customer: 'C-1' }),
  )
  const put = (what: string, body: unknown, method = 'PUT'): Promise<Response> =>
    fetch(`${sandbox.url}/control/${what}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await put('seed', { orders }, 'POST')
  await put('faults', { route: 'GET /orders', status: 429, retryAfter: 1, times: 1 })
  await createSweeper(hub.deps).sweep()
  await eventually(async () => expect(await readOrders(hub, 'C-1')).toHaveLength(450), 25_000)
  const changed = orders.map((order) => ({ ...order, version: 2, title: 'Changed' }))
  await hub.receive(changed.map((order) => arrivalOf({ connectionId, order })))
  await eventually(async () => {
    const held = await readOrders(hub, 'C-1')
    expect(held.every(({ version }) => version === 2)).toBe(true)
  })
  const poll = await client.workflow.start('poll', {
    workflowId: `${prefix}poll-once`,
    taskQueue: `${prefix}portside-backfill`,
    args: [{ connectionId }],
  })
  await poll.result()
  const run = await hub.deps.db.pool.query<{ id: string }>('select id from runs')
  return new Map([
    ['drain', `${prefix}sync:${connectionId}:${hub.tenantOf('C-1')}`],
    ['backfill', `${prefix}backfill:${connectionId}:${run.rows[0]?.id ?? ''}`],
    ['poll', `${prefix}poll-once`],
  ])
}

test('every workflow replays what it just did', async () => {
  const ids = await runAll()
  const histories = []
  for (const [name, workflowId] of ids) {
    const handle = client.workflow.getHandle(workflowId)
    await handle.result()
    const history = toJson(await handle.fetchHistory())
    histories.push({ workflowId, history: fromJson(history) })
    // PORTSIDE_RECORD_HISTORIES=1 keeps them, before a change that must still replay them.
    if (process.env['PORTSIDE_RECORD_HISTORIES']) {
      await writeFile(path.join(dir, `${name}.json`), `${history}\n`)
    }
  }
  expect(await replay(histories)).toEqual([])
}, 60_000)

test('histories recorded from earlier versions still replay', async () => {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'))
  const histories = []
  for (const name of names) {
    const text = await readFile(path.join(dir, name), 'utf8')
    histories.push({ workflowId: name, history: fromJson(text) })
  }
  expect(names.toSorted()).toEqual(['backfill.json', 'drain.json', 'poll.json'])
  expect(await replay(histories)).toEqual([])
})

test('a change that breaks a history is noticed', async () => {
  const text = await readFile(path.join(dir, 'backfill.json'), 'utf8')
  const broken = fromJson(text.replaceAll('"backfillPage"', '"anotherPage"'))
  expect(await replay([{ workflowId: 'broken', history: broken }])).toHaveLength(1)
})
