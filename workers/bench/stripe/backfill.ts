/**
 * `backfill-0`, `backfill-50`: objects per second of a first import, from a Stripe that answers at once or after 50 ms,
 * against the peer's own one. `backfill-fetching`: the same at 50 ms against fetching the pages and nothing else.
 * `backfill-memory`: what the worker holds after a long one, against before.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '#db/client.ts'
import { startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import type { BenchStack } from '../bench-stack.ts'
import type { Figure, PreparedFigure } from '../figure.ts'
import { startFloor, type FloorProcess } from '../floor-process.ts'
import { copyInvoiceEvent } from './invoice-events.ts'
import { residentKb } from '../scale/resident.ts'
import { startStandIn, type StandIn } from './stand-in.ts'
import { millisecondsOf, openStripeLane, type StripeLane } from './stripe-lane.ts'

const INVOICES = 3_000
const MANY_INVOICES = 100_000
const KB_PER_MIB = 1_024

interface Backfilling {
  standIn: StandIn
  /** Imports everything; resolves with milliseconds. */
  backfill: () => Promise<number>
  close: () => Promise<void>
}

async function openBackfill(
  bench: BenchStack,
  options: { delayMs: number; invoices: number },
): Promise<Backfilling> {
  const { invoice } = await copyInvoiceEvent(bench)
  const standIn = await startStandIn({ ...options, invoice })
  const lane = openStripeLane(bench)
  await lane.moveTo(standIn.url)
  const db = createDatabase({ url: bench.database.workerUrl, name: 'bench', max: 1 })
  const { connectionId } = lane
  return {
    standIn,
    async backfill() {
      standIn.renew()
      const start = performance.now()
      const runId = await withSystem(db, (trx) =>
        startRun(trx, { connectionId, kind: 'invoice', lane: 'backfill', startedBy: 'bench' }),
      )
      await lane.gateway.startBackfill({ connectionId, runId })
      await untilCompleted(lane, runId, options.invoices)
      return performance.now() - start
    },
    async close() {
      await Promise.all([lane.close(), db.close()])
      await standIn.close()
    },
  }
}

async function untilCompleted({ sql }: StripeLane, runId: string, wanted: number): Promise<void> {
  for (;;) {
    const { rows } = await sql.query<{ state: string; written: number }>(
      `select state, written from runs where id = $1`,
      [runId],
    )
    const [run] = rows
    if (run?.state === 'completed' && run.written === wanted) return
    if (run?.state !== 'running') throw new Error(`The backfill ended so: ${JSON.stringify(run)}`)
    await sleep(10)
  }
}

/** @param against starts what it is held against */
async function prepare(
  bench: BenchStack,
  { name, delayMs }: { name: string; delayMs: number },
  against: (stripeUrl: string) => Promise<FloorProcess>,
): Promise<PreparedFigure> {
  const { standIn, backfill, close } = await openBackfill(bench, { delayMs, invoices: INVOICES })
  const floor = await against(standIn.url)
  const figure: Figure = {
    name,
    unit: 'objects/s',
    ours: async () => INVOICES / ((await backfill()) / 1_000),
    async floor() {
      standIn.renew()
      return INVOICES / ((await millisecondsOf(floor, '/backfill')) / 1_000)
    },
  }
  return { figure, close: () => floor.stop().then(close) }
}

const startPeer =
  (bench: BenchStack) =>
  (url: string): Promise<FloorProcess> =>
    startFloor('workers/bench/stripe/stripe.peer.ts', [bench.floorUrl, url])

export const prepareBackfill =
  (delayMs: number) =>
  (bench: BenchStack): Promise<PreparedFigure> =>
    prepare(bench, { name: `backfill-${delayMs}`, delayMs }, startPeer(bench))

export const prepareBackfillFetching = (bench: BenchStack): Promise<PreparedFigure> =>
  prepare(bench, { name: 'backfill-fetching', delayMs: 50 }, (url) =>
    startFloor('workers/bench/stripe/fetching.floor.ts', [url]),
  )

export async function prepareBackfillMemory(bench: BenchStack): Promise<PreparedFigure> {
  const worker = bench.processes.worker.each[0]
  const held = async (): Promise<number> => (await residentKb(worker?.pid() ?? 0)) / KB_PER_MIB
  const few = await openBackfill(bench, { delayMs: 0, invoices: INVOICES })
  await few.backfill()
  await few.close()
  const many = await openBackfill(bench, { delayMs: 0, invoices: MANY_INVOICES })
  let before = 0
  return {
    figure: {
      name: 'backfill-memory',
      unit: 'MiB',
      pairs: 1,
      warmUp: false,
      async ours() {
        before = await held()
        await many.backfill()
        return held()
      },
      floor: () => Promise.resolve(before),
    },
    close: many.close,
  }
}
