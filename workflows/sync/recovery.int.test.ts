import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { eventually, readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'
import type { ChildOptions } from '../testing/worker-child.ts'

let hub: Hub
const children = new Set<ChildProcess>()

beforeEach(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await hub.close()
})

const receive = (ids: readonly string[], options?: { poke: boolean }) => {
  const { connectionId } = hub
  const arrivals = ids.map((id) =>
    arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) }),
  )
  return hub.receive(arrivals, options)
}

interface Child {
  /** A line with this in it. */
  says(words: string): Promise<void>
  ended: Promise<unknown>
  kill(signal?: NodeJS.Signals): void
}

function startChild(faults: Pick<ChildOptions, 'kill' | 'hang' | 'hangMs'>): Child {
  const { address, namespace } = inject('temporal')
  const { prefix, encryptionKeys, workerUrl } = hub
  const options: ChildOptions = {
    ...{ address, namespace, prefix, encryptionKeys, ...faults },
    databaseUrl: workerUrl,
    cacheDir: bundleFolder,
  }
  const file = path.join(import.meta.dirname, '../testing/worker-child.ts')
  const child = spawn(process.execPath, [file, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  return {
    ended: once(child, 'exit'),
    says: (words) => expect.poll(() => lines.join('\n'), { timeout: 30_000 }).toContain(words),
    kill: (signal = 'SIGKILL') => child.kill(signal),
  }
}

test('a worker killed between claim and write loses nothing and doubles nothing', async () => {
  const child = startChild({ hang: 'held' })
  await child.says('ready')
  await receive(['held', 'x1', 'x2'])
  await child.says('hanging')
  expect((await readInbox(hub)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  child.kill()
  await child.ended
  expect(await readOrders(hub, 'C-1')).toEqual([])
  await hub.startWorkers()
  await eventually(async () => {
    expect((await readInbox(hub)).map(({ verdict }) => verdict)).toEqual(Array(3).fill('applied'))
  }, 30_000)
  expect(await readOrders(hub, 'C-1')).toHaveLength(3)
  expect(await readLiveEvents(hub, 'C-1')).toHaveLength(3)
}, 90_000)

test('a worker that was frozen and overtaken cannot write when it goes on', async () => {
  const child = startChild({ hang: 'held', hangMs: 1_000 })
  await child.says('ready')
  await receive(['held', 'x1'])
  await child.says('hanging')
  child.kill('SIGSTOP')
  await hub.startWorkers()
  const settled = async (): Promise<void> => {
    const rows = await readInbox(hub)
    expect(rows.map(({ verdict }) => verdict)).toEqual(['applied', 'applied'])
  }
  await eventually(settled, 60_000)
  child.kill('SIGCONT')
  await child.says('"fault":"overtaken"')
  await settled()
  expect(await readLiveEvents(hub, 'C-1')).toHaveLength(2)
}, 120_000)

test('an event that ends the process three times is parked, and its neighbours are applied', async () => {
  await receive(['beside', 'killer', 'behind'])
  for (let crashes = 0; crashes < 3; crashes++) {
    const child = startChild({ kill: 'killer' })
    await child.ended
  }
  startChild({ kill: 'killer' })
  await eventually(async () => {
    expect(await readInbox(hub)).toMatchObject([
      { externalId: 'beside', state: 'done' },
      { externalId: 'killer', state: 'quarantined', reason: 'crashed the worker three times' },
      { externalId: 'behind', state: 'done' },
    ])
  }, 60_000)
  expect(await readOrders(hub, 'C-1')).toHaveLength(2)
}, 150_000)
