/**
 * `growth-tenants-*` and `growth-rows-*`: what one customer's work takes beside 10,000 tenants or a million records
 * (ten million with `--records 10000000`), held against the same beside 10 tenants and 10,000 records.
 */
import { createWorkerDeps } from '#workers/deps.ts'
import { createDrainStep } from '#workers/activities/sync/drain-step.ts'
import { storeArrivals } from '#db/system/inbox/intake.ts'
import { listOrderRows, listOrders } from '#db/read/orders/orders-list.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import { createGateway } from '#workflows/gateway.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { readOrdersQuery } from '#web/portal/orders/orders-query.ts'
import type { BenchStack } from '../bench-stack.ts'
import type { PreparedFigure } from '../figure.ts'
import { createGrown, type GrownDatabase } from './grown-database.ts'

const EVENTS = 1_000
/** Of one insert, as of requests that arrive together. */
const TOGETHER = 20
const READS = 300

/** Milliseconds that each takes. */
export type Task = (database: GrownDatabase, bench: BenchStack) => Promise<number>

const SMALL = { name: 'grown_small', tenants: 10, records: 10_000 }
const made = new WeakMap<BenchStack, Map<string, Promise<GrownDatabase>>>()

/** Made by the first figure that asks; they end with the bench. */
function grown(bench: BenchStack, which: 'small' | 'tenants' | 'rows'): Promise<GrownDatabase> {
  const known = made.get(bench) ?? new Map<string, Promise<GrownDatabase>>()
  made.set(bench, known)
  const growth = {
    small: SMALL,
    tenants: { name: 'grown_tenants', tenants: 10_000, records: 100_000 },
    rows: { name: 'grown_rows', tenants: 10, records: bench.sizes.records },
  }
  const database = known.get(which) ?? createGrown(bench, growth[which])
  known.set(which, database)
  return database
}

export const prepareGrowth =
  (axis: 'tenants' | 'rows', name: string, task: Task) =>
  async (bench: BenchStack): Promise<PreparedFigure> => {
    const small = await grown(bench, 'small')
    const large = await grown(bench, axis)
    return {
      figure: {
        name: `growth-${axis}-${name}`,
        unit: 'ms',
        ours: () => task(large, bench),
        floor: () => task(small, bench),
        pairs: 9,
      },
      close: () => Promise.resolve(),
    }
  }

const isDone = `update inbox set state = 'done', verdict = 'applied', finished_at = now() where state = 'pending'`

/** Events are stored a few at a time. */
export const intake: Task = async ({ app, customer, ...at }) => {
  const arrivals = nextArrivals(customer)
  const start = performance.now()
  for (let from = 0; from < EVENTS; from += TOGETHER) {
    await storeArrivals(app, arrivals.slice(from, from + TOGETHER))
  }
  const took = performance.now() - start
  await withWorker(at, (deps) => deps.db.pool.query(isDone))
  return took / EVENTS
}

/** A lane's inbox is drained, step by step: orders that are there change, and new ones come. */
export const drain: Task = async ({ app, customer, ...at }) => {
  await storeArrivals(app, nextArrivals(customer))
  const lane = { connectionId: customer.connections.orders, tenantId: customer.id }
  return withWorker(at, async (deps) => {
    const step = createDrainStep(deps)
    const start = performance.now()
    let claimed = 0
    for (let more = true; more;) {
      const result = await step(lane)
      claimed += result.claimed
      more = result.more
    }
    if (claimed !== EVENTS) throw new Error(`${claimed} of ${EVENTS} events were drained.`)
    return (performance.now() - start) / EVENTS
  })
}

const ACCESS = { amounts: true, ownOnly: null }
const INPUT = { ...readOrdersQuery(new URLSearchParams()), timeZone: 'UTC' }

export const list: Task = (database) => read(database, (trx) => listOrderRows(trx, ACCESS, INPUT))

export const search: Task = (database) =>
  read(database, (trx) => listOrders(trx, ACCESS, { ...INPUT, q: 'steam trap' }))

async function read(
  { app, customer }: GrownDatabase,
  one: (trx: TenantTx) => Promise<{ rows: unknown[] }>,
): Promise<number> {
  const start = performance.now()
  for (let count = 0; count < READS; count++) {
    const { rows } = await withTenant(app, customer.id, one, { readOnly: true })
    if (rows.length === 0) throw new Error('The customer has no such orders.')
  }
  return (performance.now() - start) / READS
}

let version = 1

/** Half of them of orders that the customer has. */
function nextArrivals({ customer, connections }: GrownDatabase['customer']) {
  version++
  return Array.from({ length: EVENTS }, (_, at) => {
    const id = at % 2 === 0 ? `${customer}-order-${1 + at / 2}` : `${customer}-new-${at}`
    const order = {
      ...wireOrder({ id, customer }),
      version,
      title: `Version ${version}`,
      history: [],
    }
    return arrivalOf({ connectionId: connections.orders, order })
  })
}

type Deps = ReturnType<typeof createWorkerDeps>

async function withWorker<T>(
  { workerUrl, encryptionKeys }: Pick<GrownDatabase, 'workerUrl' | 'encryptionKeys'>,
  work: (deps: Deps) => Promise<T>,
): Promise<T> {
  const logger = createLogger('bench', 'fatal')
  const gateway = createGateway({ address: '127.0.0.1:9', namespace: 'default', logger })
  const deps = createWorkerDeps({ databaseUrl: workerUrl, encryptionKeys, gateway, logger })
  try {
    return await work(deps)
  } finally {
    await gateway.close()
    await deps.db.close()
  }
}
