import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import { createGateway } from '#workflows/gateway.ts'
import { holdOrders } from '#workflows/testing/hold.ts'
import { createHub, withFolder, type Hub } from '#workflows/testing/hub.ts'
import { eventually, readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'

let hub: Hub
const children = new Set<ChildProcess>()

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})
afterAll(() => hub.close())

interface Running {
  child: ChildProcess
  output(): string
  exit: Promise<unknown[]>
}

function start(env: Record<string, string>): Running {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  return { child, output: () => text, exit: once(child, 'exit') }
}

const environment = (dataDir: string): Record<string, string> => ({
  DATABASE_WORKER_URL: hub.workerUrl,
  TEMPORAL_ADDRESS: inject('temporal').address,
  ENCRYPTION_KEYS: hub.encryptionKeys,
  PORTSIDE_DATA_DIR: dataDir,
})

/** An event that was claimed and cannot be written yet. */
async function haveInHand(id: string): Promise<() => Promise<void>> {
  const { connectionId, logger } = hub
  const letGo = await holdOrders(hub)
  await hub.receive([arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) })], {
    poke: false,
  })
  // The process knows no prefix.
  const gateway = createGateway({ ...inject('temporal'), logger })
  gateway.pokeDrain(hub.laneOf('C-1'))
  await eventually(async () => {
    expect((await readInbox(hub)).at(-1)).toMatchObject({ externalId: id, attempts: 1 })
  })
  await gateway.close()
  return letGo
}

test('without its settings it names every one that is missing and ends', async () => {
  const running = start({})
  expect(await running.exit).toEqual([1, null])
  for (const name of ['DATABASE_WORKER_URL', 'TEMPORAL_ADDRESS', 'ENCRYPTION_KEYS']) {
    expect(running.output()).toContain(`${name} is not set`)
  }
})

test('with a role that policies do not bind it refuses to run, and keeps the password to itself', () =>
  withFolder(async (dataDir) => {
    const url = new URL(hub.ownerUrl)
    const running = start({ ...environment(dataDir), DATABASE_WORKER_URL: url.href })
    expect(await running.exit).toEqual([1, null])
    expect(running.output()).toContain('portside_owner owns tables')
    expect(running.output()).not.toContain(url.password)
  }))

test(
  'it says what it waits for, and a SIGTERM ends the waiting',
  () =>
    withFolder(async (dataDir) => {
      const running = start({ ...environment(dataDir), TEMPORAL_ADDRESS: '127.0.0.1:9' })
      await eventually(async () => {
        await sleep(0)
        expect(running.output()).toContain('waiting for Temporal at 127.0.0.1:9')
      }, 30_000)
      running.child.kill('SIGTERM')
      expect(await running.exit).toEqual([0, null])
    }),
  60_000,
)

test(
  'it finds by itself what waits in the inbox, tells its metrics, and ends on SIGTERM when what it has in hand is done',
  () =>
    withFolder(async (dataDir) => {
      const { connectionId } = hub
      await fs.mkdir(bundleFolder, { recursive: true })
      // Where the bundle is kept; it would be made anew.
      await fs.symlink(bundleFolder, path.join(dataDir, 'bundles'))
      const order = wireOrder({ id: 'waiting', customer: 'C-1' })
      await hub.receive([arrivalOf({ connectionId, order })], { poke: false })
      const running = start({ ...environment(dataDir), METRICS_PORT: '0' })
      await eventually(async () => expect(await readOrders(hub, 'C-1')).toHaveLength(1), 60_000)
      const port = /"port":(\d+),"host":"127.0.0.1","msg":"metrics are served"/.exec(
        running.output(),
      )
      const text = await (await fetch(`http://127.0.0.1:${port?.[1] ?? ''}/metrics`)).text()
      // Ours, those of PostgreSQL, and those of Temporal's native part, in one answer.
      for (const name of ['drain_changes_applied_total 1', 'figures_up 1', 'sweeps_total']) {
        expect(text).toContain(`portside_${name}`)
      }
      expect(text).toMatch(/^temporal_num_pollers\{/m)
      const letGo = await haveInHand('in-hand')
      running.child.kill('SIGTERM')
      await eventually(async () => {
        await sleep(0)
        expect(running.output()).toContain('worker is ending')
      })
      await letGo()
      expect(await running.exit).toEqual([0, null])
      expect(running.output()).toContain('worker has ended')
      const done = { state: 'done', verdict: 'applied', attempts: 1 }
      expect(await readInbox(hub)).toMatchObject([done, done])
    }),
  120_000,
)
