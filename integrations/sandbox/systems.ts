/** The operator's systems behind one sandbox: order system, Stripe, HubSpot, mail and SMS, on one database. */
import type { Logger } from '../kit/logger.ts'
import type { Changes } from './changes.ts'
import { demoOrders } from './demo/demo-orders.ts'
import { type Faults, webhookFaults } from './faults.ts'
import { createHubspotStandIn, type HubspotStandIn } from './hubspot/stand-in.ts'
import { createMessagingStandIn, type MessagingStandIn } from './messaging/stand-in.ts'
import { createDeliveries, type Deliveries } from './orders/deliveries.ts'
import { createOrderDesk, type OrderDesk } from './orders/order-desk.ts'
import { demoProjects } from './orders/projects/demo-projects.ts'
import { createProjectDesk, type ProjectDesk } from './orders/projects/project-desk.ts'
import type { Store } from './store.ts'
import { createStripeStandIn, type StripeStandIn } from './stripe/stand-in.ts'

/** What the stand-ins accept. */
export interface SandboxCredentials {
  orders: { token: string }
  stripe: { secretKey: string }
  hubspot: { accessToken: string }
  twilio: { accountSid: string; authToken: string }
}

export interface Systems {
  deliveries: Deliveries
  desk: OrderDesk
  projectDesk: ProjectDesk
  stripe: StripeStandIn
  hubspot: HubspotStandIn
  messaging: MessagingStandIn
}

export interface SystemsDeps {
  store: Store
  faults: Faults
  changes: Changes
  log: Logger
  credentials: SandboxCredentials
  /** Where the sandbox is reached right now; asked for late, since the port may be any. */
  origin: () => string
}

export function createSystems(deps: SystemsDeps): Systems {
  const { store, faults, changes, log, credentials, origin } = deps
  const deliveries = createDeliveries({ store, faults, changes, log })
  const hubspotHooks = webhookFaults(faults, 'hubspot')
  const told = (id = '') => changes.tell('deliveries', id)
  return {
    deliveries,
    desk: createOrderDesk({ store, deliveries, changes }),
    projectDesk: createProjectDesk({ store, deliveries, changes }),
    stripe: createStripeStandIn({
      ...{ store, faults, log, origin, told },
      secretKey: credentials.stripe.secretKey,
      changed: (id) => changes.tell('stripe', id),
    }),
    hubspot: createHubspotStandIn({
      ...{ store, log, told },
      fault: (route) => (route === 'webhooks' ? hubspotHooks.hit() : faults.hit(route)),
      accessToken: credentials.hubspot.accessToken,
      changed: (id) => changes.tell('hubspot', id),
    }),
    messaging: createMessagingStandIn({
      store,
      fault: (route) => faults.hit(route),
      ...credentials.twilio,
      changed: () => changes.tell('outbox'),
    }),
  }
}

/** What an empty database starts with: everything, orders alone, or nothing. */
export type Beginning = 'demo' | 'orders' | 'nothing'

/**
 * Each system begins once: one that came to the sandbox later than its database still gets its demo. Invoices are
 * for the orders there are, whenever those were made.
 */
export function beginOnce(
  { stripe, hubspot }: Systems,
  store: Store,
  { beginning, seed }: { beginning: Beginning; seed: number },
): void {
  const now = new Date()
  const once = (name: string, begin: () => void) => {
    if (store.setting(name) !== null) return
    begin()
    store.saveSetting(name, true)
  }
  once('used', () => {
    if (beginning !== 'nothing') store.seed(demoOrders({ seed, now }))
  })
  once('projects used', () => {
    if (beginning === 'nothing') return
    store.transaction(() => {
      for (const project of demoProjects({ orders: allOrders(store), seed, now })) {
        store.projects.put(project)
      }
    })
  })
  once('stripe used', () => {
    if (beginning === 'demo') stripe.seed({ orders: allOrders(store), seed, now })
  })
  once('hubspot used', () => {
    if (beginning === 'demo') hubspot.seed({ seed, now })
  })
}

const MOST = 1_000_000

/** In the order in which they were placed, so that the same seed gives the same invoices. */
const allOrders = (store: Store) =>
  store.orders.search({ limit: MOST }).toSorted((a, b) => a.number.localeCompare(b.number))
