/**
 * `burst`: a thousand webhooks of ten customers at once, until each customer's stream has told of all of theirs, in
 * events a second. `pokes-per-event` and `drains-per-event`: what such a burst asks of Temporal.
 */
import { Client, Connection } from '@temporalio/client'
import type { BenchStack } from '../bench-stack.ts'
import { findBenchOrder } from '../bench-order.ts'
import { quantile, type PreparedFigure } from '../figure.ts'
import { startFloor } from '../floor-process.ts'
import { post, signedUpdate, type SignedEvent } from '../order-events.ts'
import { openStream, type EventStream, type StreamEvent } from '../sse.ts'
import { addCustomers, type BenchCustomer } from './customers.ts'
import { countWork, type TemporalWork } from './temporal-work.ts'

const CUSTOMERS = 10
const EVENTS_EACH = 100
const SIDE_BY_SIDE = 32
const WITHIN_MS = 180_000

interface Burst {
  customers: BenchCustomer[]
  /** Sends a burst and waits until every event was told; gives events per second. */
  send(side: Side): Promise<number>
  ours: Side
  close(): void
}

interface Side {
  url: string
  streams: readonly EventStream[]
  /** Versions that an event of a stream tells of; no two events have the same. */
  told(event: StreamEvent): string[]
}

export async function prepareBurst(bench: BenchStack): Promise<PreparedFigure> {
  const floor = await startFloor('workers/bench/event-to-client.floor.ts', [
    ...[bench.floorUrl, bench.temporalAddress, bench.webhookSecret],
  ])
  const burst = await createBurst(bench, 'burst')
  const floorStream = await openStream(`${floor.url}/live`)
  const theirs: Side = {
    url: floor.url,
    streams: [floorStream],
    told: ({ data }) => [data],
  }
  return {
    figure: {
      name: 'burst',
      unit: 'events/s',
      ours: () => burst.send(burst.ours),
      floor: () => burst.send(theirs),
    },
    close: async () => {
      floorStream.close()
      burst.close()
      await floor.stop()
    },
  }
}

/** @param counted of the work that a burst makes */
export const prepareWorkPerEvent =
  (name: string, counted: (work: TemporalWork) => number) =>
  async (bench: BenchStack): Promise<PreparedFigure> => {
    const burst = await createBurst(bench, name)
    const { connectionId } = burst.customers[0] ?? { connectionId: '' }
    const connection = await Connection.connect({ address: bench.temporal.address })
    const client = new Client({ connection, namespace: bench.temporal.namespace })
    const workflowIds = burst.customers.map(({ tenantId }) => `sync:${connectionId}:${tenantId}`)
    return {
      figure: {
        name,
        unit: 'per event',
        ours: async () => {
          const before = await countWork(client, workflowIds)
          await burst.send(burst.ours)
          const after = await countWork(client, workflowIds)
          bench.log(`  Temporal before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`)
          return (counted(after) - counted(before)) / (CUSTOMERS * EVENTS_EACH)
        },
        // What each event would ask for if nothing were folded.
        floor: () => Promise.resolve(1),
        pairs: 3,
      },
      close: async () => {
        burst.close()
        await connection.close()
      },
    }
  }

const OUTCOMES = `
  select state, verdict, reason, attempts, count(*) as events from inbox
  where received_at > now() - interval '2 minutes' group by 1, 2, 3, 4 order by 5 desc`

interface BurstEvent {
  version: number
  event: SignedEvent
}

async function createBurst(bench: BenchStack, prefix: string): Promise<Burst> {
  const customers = await addCustomers(bench, prefix, CUSTOMERS)
  const template = await findBenchOrder(bench)
  const streams = await Promise.all(
    customers.map(({ slug, cookie }) =>
      openStream(`${bench.webUrl}/live?tenant=${slug}`, { cookie }),
    ),
  )
  let { version } = template
  /** As they come in: one of each customer after the other. */
  const next = (): BurstEvent[] =>
    Array.from({ length: EVENTS_EACH * CUSTOMERS }, (_, at) => {
      const externalId = customers[at % CUSTOMERS]?.externalId ?? ''
      const id = `${externalId}-${Math.floor(at / CUSTOMERS)}`
      version++
      const of = { ...template, id, number: id, version, title: `Version ${version}` }
      const customer = { id: externalId, name: externalId }
      return { version, event: signedUpdate({ ...of, customer }, bench.webhookSecret) }
    })
  return {
    customers,
    send: async (side) => {
      const start = performance.now()
      const times = await sendAll(side, next()).catch(async (error: unknown) => {
        bench.log(`  the inbox: ${JSON.stringify(await bench.readModel.query(OUTCOMES))}`)
        throw error
      })
      const seconds = (performance.now() - start) / 1_000
      const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)]
      bench.log(`  ${side.url}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`)
      return times.length / seconds
    },
    ours: { url: bench.webhookUrl, streams, told: toldByUs },
    close: () => {
      for (const stream of streams) stream.close()
    },
  }
}

/** @returns milliseconds from sending each to its telling */
async function sendAll(side: Side, events: readonly BurstEvent[]): Promise<number[]> {
  const seen = watch(side, new Set(events.map(({ version }) => String(version))))
  const queue = events.values()
  const work = async (): Promise<void> => {
    for (const { version, event } of queue) {
      seen.sent(String(version))
      await post(side.url, event)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return seen.all
}

const toldByUs = ({ type, data }: StreamEvent): string[] =>
  type === 'change' ? [...data.matchAll(/"version":(\d+)/g)].map(([, version = '']) => version) : []

interface Watch {
  sent(name: string): void
  /** Milliseconds from sending to telling, once everything was told. */
  all: Promise<number[]>
}

function watch(side: Side, open: Set<string>): Watch {
  const sentAt = new Map<string, number>()
  const times: number[] = []
  const done = Promise.withResolvers<number[]>()
  const timer = setTimeout(() => {
    done.reject(new Error(`${open.size} events were not told within ${WITHIN_MS / 1_000} s.`))
  }, WITHIN_MS)
  const stops = side.streams.map((stream) =>
    stream.listen((event) => {
      for (const name of side.told(event)) {
        if (!open.delete(name)) continue
        times.push(performance.now() - (sentAt.get(name) ?? 0))
        if (open.size === 0) done.resolve(times)
      }
    }),
  )
  const all = done.promise.finally(() => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  })
  return { sent: (name) => void sentAt.set(name, performance.now()), all }
}
