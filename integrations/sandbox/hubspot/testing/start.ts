/** The stand-in on a port of its own, for tests and for the conformance check. */
import { createServer } from 'node:http'
import express from 'express'
import { asAppError, ERROR_CODES } from '#workflows/contracts/errors.ts'
import { createLogger } from '../../../kit/logger.ts'
import type { FaultRule } from '../../faults.ts'
import { createStore } from '../../store.ts'
import type { HubspotFaultRoute } from '../fault-routes.ts'
import { createHubspotStandIn, type HubspotStandIn } from '../stand-in.ts'

export const TEST_TOKEN = 'pat-sandbox'

type Rule = Omit<FaultRule, 'route'>

export interface StartedStandIn {
  /** `http://127.0.0.1:{port}`; the API's base is this plus `/hubspot`. */
  url: string
  /** POSTs JSON below `/control`, or another method. */
  control(path: string, body?: unknown, method?: string): Promise<{ status: number; body: unknown }>
  /** From now on, until it is cleared or used up; a route without a rule works. */
  fault(route: HubspotFaultRoute | 'webhooks', rule: Rule | null): void
  /** How often each route was called. */
  calls: Map<string, number>
  close(): Promise<void>
}

/** Rules by route, counted down, and how often each route was called. */
function createSwitches() {
  const rules = new Map<string, Rule>()
  const calls = new Map<string, number>()
  return {
    rules,
    calls,
    hit(route: string): FaultRule | null {
      calls.set(route, (calls.get(route) ?? 0) + 1)
      const rule = rules.get(route)
      if (!rule) return null
      if (rule.times === 1) rules.delete(route)
      else if (rule.times !== undefined) rules.set(route, { ...rule, times: rule.times - 1 })
      // The route's name is the rule holder's business only.
      return { route: 'webhooks', ...rule }
    },
  }
}

function appOf(standIn: HubspotStandIn) {
  const routes = express.Router()
  // Twice, since the base of an API may hold a path.
  routes.use(['/hubspot', '/some/path'], standIn.routes)
  routes.use('/control', standIn.control)
  const app = express()
  app.set('query parser', 'simple')
  return app.use((request, response, next) => {
    routes(request, response, (error?: unknown) => {
      if (error === undefined) {
        next()
        return
      }
      const { code, message } = asAppError(error)
      response.status(ERROR_CODES[code].http).json({ error: { code, message } })
    })
  })
}

export async function startHubspot(
  options: { demo?: boolean; path?: string } = {},
): Promise<StartedStandIn> {
  const store = createStore(options.path ?? ':memory:')
  const switches = createSwitches()
  const log = createLogger('sandbox', 'silent')
  const standIn = createHubspotStandIn({ store, log, fault: (route) => switches.hit(route) })
  const server = createServer(appOf(standIn))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`
  if (options.demo) standIn.seed({ seed: 1, now: new Date() })
  standIn.wake()
  return {
    url,
    calls: switches.calls,
    fault(route, rule) {
      if (rule) switches.rules.set(route, rule)
      else switches.rules.delete(route)
    },
    async control(path, body = {}, method = 'POST') {
      const response = await fetch(`${url}/control${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as unknown }
    },
    async close() {
      server.closeAllConnections()
      await Promise.all([standIn.close(), new Promise((resolve) => server.close(resolve))])
      store.close()
    },
  }
}
