/**
 * `sse-fan-out`: milliseconds from a change's write until the last of 2,000 clients was told. `sse-memory`: resident
 * kB of a web process for each idle client of 10,000, all of which are then told of a change.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createDatabase } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { writeLiveEvents } from '#db/write/live-events.ts'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import { median, type PreparedFigure } from '#workers/bench/figure.ts'
import { startFloor } from '#workers/bench/floor-process.ts'
import { addCustomers, addMembers } from '#workers/bench/scale/customers.ts'
import { findPortOwner } from '#workers/dev/process/port-holder.ts'
import { findFreePort } from '#workers/dev/process/ports.ts'
import { residentKb } from '#workers/bench/scale/resident.ts'
import { newId, type RecordId } from '#workflows/contracts/ids.ts'
import { openClients, type LiveClients } from './live-clients.ts'

const FAN_OUT = 2_000
const CHANGES = 5
/** Longer than changes are folded. */
const PAUSE_MS = 300
/** As many streams as a session may have, and some to spare. */
const PER_SESSION = 10
/** Clients that come first, so that code and pools are there before memory is looked at. */
const WARM = 200
const SETTLE_MS = 3_000

interface Side {
  /** Of its stream. */
  url: string
  cookies: readonly string[]
  host?: string
  /** Commits one change. */
  change(): Promise<unknown>
}

export async function prepareFanOut(bench: BenchStack): Promise<PreparedFigure> {
  const sides = await createSides(bench, 'fan-out', FAN_OUT)
  const { ours, floor } = sides
  const [own, bare] = await Promise.all([ours, floor].map((side) => openAll(side, FAN_OUT)))
  return {
    figure: {
      name: 'sse-fan-out',
      unit: 'ms',
      ours: () => fanOut(ours, own),
      floor: () => fanOut(floor, bare),
    },
    close: async () => {
      own?.close()
      bare?.close()
      await sides.close()
    },
  }
}

async function fanOut(side: Side, clients: LiveClients | undefined): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < CHANGES; count++) {
    await sleep(PAUSE_MS)
    const told = clients?.allTold()
    const start = performance.now()
    await Promise.all([side.change(), told])
    times.push(performance.now() - start)
  }
  return median(times)
}

export async function prepareMemory(bench: BenchStack): Promise<PreparedFigure> {
  const clients = bench.sizes.clients
  const sides = await createSides(bench, 'memory', clients)
  const { ours, floor } = sides
  return {
    figure: {
      name: 'sse-memory',
      unit: 'kB per client',
      // A process of its own each time: what it once took it does not give back.
      ours: async () => {
        const port = await findFreePort()
        const web = bench.createWeb(port, {})
        await web.start()
        try {
          const url = ours.url.replace(bench.webUrl, `http://127.0.0.1:${port}`)
          return await memoryOf({ ...ours, url, host: new URL(bench.webUrl).host }, clients)
        } finally {
          await web.stop()
        }
      },
      floor: async () => {
        const process = await startFloor('web/bench/sse.floor.ts', [bench.floorUrl])
        try {
          return await memoryOf({ ...floor, url: `${process.url}/live` }, clients)
        } finally {
          await process.stop()
        }
      },
      pairs: 1,
    },
    close: () => sides.close(),
  }
}

async function memoryOf(side: Side, count: number): Promise<number> {
  const owner = await findPortOwner(Number(new URL(side.url).port))
  if (!owner) throw new Error(`Nobody listens at ${side.url}.`)
  const warm = await openAll(side, WARM)
  await Promise.all([side.change(), warm.allTold()])
  const before = await residentKb(owner.pid)
  const clients = await openAll(side, count)
  await sleep(SETTLE_MS)
  const after = await residentKb(owner.pid)
  await Promise.all([side.change(), clients.allTold()])
  clients.close()
  warm.close()
  return (after - before) / count
}

const openAll = ({ url, ...side }: Side, count: number): Promise<LiveClients> =>
  openClients(url, { ...side, count })

interface Sides {
  ours: Side
  floor: Side
  close(): Promise<void>
}

/** @param clients at most, on each side */
async function createSides(bench: BenchStack, slug: string, clients: number): Promise<Sides> {
  const process = await startFloor('web/bench/sse.floor.ts', [bench.floorUrl])
  const pool = new pg.Pool({ connectionString: bench.floorUrl, max: 1 })
  const worker = createDatabase({ url: bench.database.workerUrl, name: 'bench', max: 1 })
  const [customer] = await addCustomers(bench, slug, 1)
  if (!customer) throw new Error('There is no customer.')
  const { tenantId } = customer
  const sessions = Math.ceil((clients + WARM) / PER_SESSION)
  return {
    ours: {
      url: `${bench.webUrl}/live?tenant=${customer.slug}`,
      cookies: await addMembers(bench, customer, sessions),
      change: () => withTenant(worker, tenantId, (trx) => writeLiveEvents(trx, [aChange()])),
    },
    floor: {
      url: `${process.url}/live`,
      cookies: [],
      change: () =>
        pool.query(`
          with stored as (insert into floor_changes default values returning id)
          select pg_notify('floor_changes', id::text) from stored`),
    },
    close: async () => {
      await Promise.all([pool.end(), worker.close(), process.stop()])
    },
  }
}

const aChange = () => ({
  module: 'orders' as const,
  kind: 'order' as const,
  recordId: newId<RecordId>(),
  version: 1,
  ownerPersonIds: [],
  requestId: null,
})
