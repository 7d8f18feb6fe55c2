/**
 * A neighbour whose order system is read in full: 100,000 orders, each newer than the last time, behind a bare server
 * that answers at once. Whoever else is served meanwhile is what is measured.
 */
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring, type Keyring } from '#db/secrets.ts'
import { saveConnection } from '#db/system/connections.ts'
import { createLink } from '#db/system/links.ts'
import { cancelRun, startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { insertTenant } from '#db/testing/rows.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { createGateway } from '#workflows/gateway.ts'
import { findBenchOrder } from '../bench-order.ts'
import type { BenchStack } from '../bench-stack.ts'
import type { WireOrderLike } from '../order-events.ts'

export interface Neighbour {
  /** Runs `work` while the orders come in. @throws Error when they had all come before it was done */
  during<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

const OBJECTS = 100_000
const CUSTOMER = 'NEIGHBOUR'

export async function createNeighbour(bench: BenchStack): Promise<Neighbour> {
  const source = await startSource(await findBenchOrder(bench))
  const owner = createDatabase({ url: bench.database.ownerUrl, name: 'bench', max: 2 })
  const worker = createDatabase({ url: bench.database.workerUrl, name: 'bench', max: 1 })
  const gateway = createGateway({ ...bench.temporal, logger: createLogger('bench', 'fatal') })
  const keyring = createKeyring(bench.encryptionKeys)
  const connectionId = await addConnection({ owner, keyring }, source.url)
  // The first backfill, which the sweeper starts, finds next to nothing.
  await until(async () => (await completedKinds(bench, connectionId)) === 2)
  source.grow(OBJECTS)

  return {
    async during(work) {
      const run = { connectionId, kind: 'order', lane: 'backfill', startedBy: 'bench' } as const
      const runId = await withSystem(worker, (trx) => startRun(trx, run))
      await gateway.startBackfill({ connectionId, runId })
      const fetched = async (): Promise<{ state: string; fetched: number }> => {
        const [row] = await bench.readModel.query<{ state: string; fetched: number }>(
          'select state, fetched from runs where id = $1',
          [runId],
        )
        return row ?? { state: 'unknown', fetched: 0 }
      }
      await until(async () => (await fetched()).fetched > 0)
      const result = await work()
      const end = await fetched()
      if (end.state !== 'running') throw new Error(`The backfill was ${end.state} too soon.`)
      bench.log(`  beside it: ${end.fetched} objects came in`)
      await withSystem(worker, (trx) => cancelRun(trx, runId, 'The bench has seen enough.'))
      // A page that is under way ends before the idle figure is taken.
      await sleep(1_000)
      return result
    },
    async close() {
      await bench.readModel.query(`update connections set state = 'disabled' where id = $1`, [
        connectionId,
      ])
      await gateway.close()
      await Promise.all([owner.close(), worker.close(), source.close()])
    },
  }
}

async function addConnection(
  { owner, keyring }: { owner: Database; keyring: Keyring },
  baseUrl: string,
): Promise<ConnectionId> {
  const facts = { source: 'orders', name: 'Neighbour', credentials: { token: 'bench' } } as const
  const tenantId = await insertTenant(owner, { slug: 'neighbour' })
  return withSystem(owner, async (trx) => {
    const connection = { ...facts, baseUrl, webhookSecrets: [] }
    const connectionId = await saveConnection(trx, keyring, connection)
    await createLink(trx, { connectionId, externalId: CUSTOMER, tenantId })
    return connectionId
  })
}

async function completedKinds(bench: BenchStack, connectionId: ConnectionId): Promise<number> {
  const rows = await bench.readModel.query(
    `select 1 from runs where connection_id = $1 and lane = 'backfill' and state = 'completed'`,
    [connectionId],
  )
  return rows.length
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return
    await sleep(100)
  }
  throw new Error('The neighbour’s backfill did not begin within a minute.')
}

interface Source {
  url: string
  grow(objects: number): void
  close(): Promise<void>
}

/** The contract's lists by cursor; each enumeration gives everything a newer version. */
async function startSource(template: WireOrderLike): Promise<Source> {
  let size = 1
  let version = template.version
  const orderAt = (at: number): WireOrderLike => ({
    ...template,
    id: `neighbour-${at}`,
    number: `N-${at}`,
    customer: { id: CUSTOMER, name: CUSTOMER },
    version,
    title: `Version ${version}`,
    updated_at: new Date(version).toISOString(),
  })
  const pageOf = (url: URL): unknown => {
    if (url.pathname !== '/orders' || url.searchParams.has('updated_since')) {
      return { data: [], next_cursor: null }
    }
    const from = Number(url.searchParams.get('cursor') ?? '0')
    const to = Math.min(size, from + Number(url.searchParams.get('limit') ?? '100'))
    if (from === 0) version = Date.now()
    const data = Array.from({ length: to - from }, (_, at) => orderAt(from + at))
    return { data, next_cursor: to < size ? String(to) : null }
  }
  const server = http.createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(pageOf(new URL(request.url ?? '/', 'http://localhost'))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    grow: (objects) => {
      size = objects
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
