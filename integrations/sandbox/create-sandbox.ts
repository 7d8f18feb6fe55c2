/**
 * The stand-in for the operator's upstream systems, with state that survives a kill. It is not multi-tenant
 * and trusts whoever reaches it, so it listens on loopback only.
 */
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { AppError } from '#workflows/contracts/errors.ts'
import { createLogger, type Logger } from '../kit/logger.ts'
import { createApp } from './app.ts'
import { createChanges } from './changes.ts'
import { demoOrders } from './demo/demo-orders.ts'
import { createFaults } from './faults.ts'
import { createDeliveries } from './orders/deliveries.ts'
import { createOrderDesk } from './orders/order-desk.ts'
import { createStore } from './store.ts'

export interface SandboxOptions {
  /** 0 for any free one. */
  port?: number
  /** Where the database file lies; without it everything is in memory. */
  dataDir?: string
  /** What a new, empty database starts with. Default `none`. */
  orders?: 'demo' | 'none'
  /** Same seed, same orders. */
  seed?: number
  /** Bearer token of the Orders API. */
  token?: string
  log?: Logger
}

export interface Sandbox {
  /** `http://127.0.0.1:{port}`; the Orders API's base is this plus `/orders`. */
  url: string
  token: string
  close(): Promise<void>
}

export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, dataDir, token = 'sandbox-orders-token', seed = 1 } = options
  const log = options.log ?? createLogger('sandbox', 'silent')
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true })
  const store = createStore(dataDir === undefined ? ':memory:' : join(dataDir, 'sandbox.db'))
  if (options.orders === 'demo' && store.isNew()) {
    store.seed(demoOrders({ seed, now: new Date() }))
  }
  store.markUsed()

  const changes = createChanges()
  const faults = createFaults(store)
  const deliveries = createDeliveries({ store, faults, changes, log })
  const desk = createOrderDesk({ store, deliveries, changes })
  const app = createApp({ store, faults, deliveries, desk, changes, token, log })
  const server = createServer(app)
  await listen(server, port)
  deliveries.wake()
  return {
    url: `http://127.0.0.1:${String(portOf(server))}`,
    token,
    async close() {
      changes.close()
      server.closeAllConnections()
      await Promise.all([deliveries.close(), new Promise((resolve) => server.close(resolve))])
      store.close()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AppError('config', `The sandbox cannot listen on port ${String(port)}.`, { cause }),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
