/** The stand-in on a port of its own, with demo data, for tests and for the conformance check. */
import { createServer } from 'node:http'
import express from 'express'
import { createLogger } from '../../../kit/logger.ts'
import { demoOrders } from '../../demo/demo-orders.ts'
import { createFaults } from '../../faults.ts'
import { createStore } from '../../store.ts'
import { createStripeStandIn } from '../stand-in.ts'

export const TEST_KEY = 'sk_test_sandbox'

export interface StartedStandIn {
  /** `http://127.0.0.1:{port}`; the API's base is this plus `/stripe`. */
  url: string
  /** POSTs JSON below `/control`, or another method; returns the JSON answered. */
  control(path: string, body?: unknown, method?: string): Promise<unknown>
  close(): Promise<void>
}

export async function startStripe(
  options: { demo?: boolean; path?: string } = {},
): Promise<StartedStandIn> {
  const store = createStore(options.path ?? ':memory:')
  const log = createLogger('sandbox', 'silent')
  let url = ''
  const standIn = createStripeStandIn({
    store,
    faults: createFaults(store),
    log,
    origin: () => url,
  })
  const app = express()
  app.use('/stripe', standIn.routes)
  app.use('/control', standIn.control)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`
  if (options.demo) {
    const now = new Date()
    standIn.seed({ orders: demoOrders({ seed: 1, now }), seed: 1, now })
  }
  standIn.wake()
  return {
    url,
    async control(path, body = {}, method = 'POST') {
      const response = await fetch(`${url}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
      })
      return (await response.json()) as unknown
    },
    async close() {
      server.closeAllConnections()
      await Promise.all([standIn.close(), new Promise((resolve) => server.close(resolve))])
      store.close()
    },
  }
}
