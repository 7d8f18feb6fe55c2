import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { temporal } from '@temporalio/proto'
import { Worker, type ReplayHistoriesIterable } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { queueAccountMail } from '#db/system/account-mails.ts'
import { createParkedAlerts, listOpenAlerts } from '#db/system/operator-alerts.ts'
import { noteFailure } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import { createSandbox, type Sandbox } from '#integrations/sandbox/create-sandbox.ts'
import { buildWorkflowBundle } from '#workers/bundle.ts'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import { createSweeper } from '#workers/sweeper.ts'
import { newId, type StaffId } from '../contracts/ids.ts'
import { createHub, type Hub } from './hub.ts'
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
  // Says "later" once, so that the alert's timer is part of its history.
  let tries = 0
  const send = () => Promise.resolve(tries++ === 0 ? LATER : SENT)
  const email = { to: 'on-call@halden.example', sender: { send } }
  let mails = 0
  const sendOne = () => Promise.resolve(mails++ === 0 ? LATER : SENT)
  await hub.startWorkers({
    alerts: { email, sms: null, publicUrl: 'http://localhost' },
    mail: { sender: { send: sendOne }, host: 'localhost' },
  })
  const { address, namespace } = inject('temporal')
  client = new Client({ connection: await Connection.connect({ address }), namespace })
})
afterAll(async () => {
  await client.connection.close()
  await hub.close()
  await sandbox.close()
})

const LATER = {
  outcome: 'refused',
  reason: 'Later, please.',
  code: null,
  retryable: true,
  retryAfterMs: 500,
} as const
const SENT = { outcome: 'sent', providerId: null } as const

async function replay(histories: { workflowId: string; history: unknown }[]): Promise<unknown[]> {
  const bundle = await buildWorkflowBundle(bundleFolder)
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
  const { commandId, alertId } = await runStaffSide()
  const mailId = await sendMail()
  const run = await hub.deps.db.pool.query<{ id: string }>('select id from runs')
  return new Map([
    ['drain', `${prefix}sync:${connectionId}:${hub.tenantOf('C-1')}`],
    ['backfill', `${prefix}backfill:${connectionId}:${run.rows[0]?.id ?? ''}`],
    ['poll', `${prefix}poll-once`],
    ['staff-command', `${prefix}command:${commandId}`],
    ['operator-alert', `${prefix}alert:${alertId}`],
    ['account-mail', `${prefix}mail:${mailId}`],
  ])
}

/** A command that is refused, since nobody gave it, and an alert that is sent at the second try. */
async function runStaffSide(): Promise<{ commandId: string; alertId: string }> {
  const { connectionId } = hub
  const commandId = newId<string>()
  const staff = { id: newId<StaffId>(), name: 'Nobody' }
  const result = await hub.gateway.runStaffCommand({
    ...{ commandId, staff },
    command: { type: 'backfill', connectionId },
  })
  expect(result).toEqual({ type: 'refused', reason: 'not_allowed' })
  const [alertId = ''] = await withSystem(hub.db, async (trx) => {
    await noteFailure(trx, connectionId, { reason: 'Wrong key.', park: true })
    await createParkedAlerts(trx, [{ channel: 'email', recipient: 'on-call@halden.example' }])
    return listOpenAlerts(trx, 1)
  })
  await hub.gateway.startOperatorAlert({ alertId })
  return { commandId, alertId }
}

/** A mail that the server takes at the second try. */
async function sendMail(): Promise<string> {
  const mailId = await withSystem(hub.db, (trx) =>
    queueAccountMail(trx, hub.deps.keyring, {
      template: 'password-changed',
      to: 'amara@northgate.test',
      values: { name: 'Amara', operator: 'Halden Steam', at: 'now', from: '::1' },
      lifetimeMs: 60_000,
    }),
  )
  await hub.gateway.startAccountMail({ mailId })
  return mailId
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
  const recorded = ['account-mail', 'backfill', 'drain', 'operator-alert', 'poll', 'staff-command']
  expect(names.toSorted()).toEqual(recorded.map((name) => `${name}.json`))
  expect(await replay(histories)).toEqual([])
})

test('a change that breaks a history is noticed', async () => {
  const text = await readFile(path.join(dir, 'backfill.json'), 'utf8')
  const broken = fromJson(text.replaceAll('"backfillPage"', '"anotherPage"'))
  expect(await replay([{ workflowId: 'broken', history: broken }])).toHaveLength(1)
})
