/** Stripe's stand-in as one piece: what the sandbox mounts, wakes and closes. */
import type { Router } from 'express'
import { Router as createRouter } from 'express'
import type { Logger } from '../../kit/logger.ts'
import type { WireOrder } from '../../orders/schema.ts'
import type { Faults } from '../faults.ts'
import type { Store } from '../store.ts'
import { createStripeApi } from './api/api.ts'
import { createStripeControl } from './control.ts'
import { fillDemo } from './demo/demo.ts'
import { createLedger, type Ledger } from './ledger/ledger.ts'
import { createStripePages } from './pages/pages.ts'
import { createStripeStore } from './store.ts'
import { createStripeDeliveries, type StripeDeliveries } from './webhook/deliveries.ts'

export interface StripeStandInOptions {
  store: Store
  faults: Faults
  log: Logger
  /** Where the sandbox is reached right now; asked for late, since the port may be any. */
  origin: () => string
  /** Default `sk_test_sandbox`. */
  secretKey?: string
  /** Called after each change, with the id of what changed where that is one thing. */
  changed?: (id?: string) => void
  /** Called after each delivery, for open control pages. */
  told?: (id?: string) => void
}

export interface StripeStandIn {
  /** For `/stripe`: the API under `/v1`, hosted pages beside it. The API's base is the sandbox's URL plus `/stripe`. */
  routes: Router
  /** For `/control`. */
  control: Router
  /** What the control page shows. */
  ledger: Ledger
  deliveries: StripeDeliveries
  /** Fills an empty account; one that has customers stays as it is. */
  seed(demo: { orders: readonly WireOrder[]; seed: number; now: Date }): void
  /** Sends what still waits. */
  wake: () => void
  close: () => Promise<void>
}

export function createStripeStandIn(options: StripeStandInOptions): StripeStandIn {
  const { store, faults, log, origin, secretKey = 'sk_test_sandbox' } = options
  const deliveries = createStripeDeliveries({
    store,
    faults,
    log,
    ...(options.told ? { told: options.told } : {}),
  })
  const objects = createStripeStore(store.db, origin)
  const ledger = createLedger(objects, deliveries)
  const shared = {
    ledger,
    deliveries,
    transaction: <T>(work: () => T): T => store.transaction(work),
    changed: (id?: string) => {
      deliveries.wake()
      options.changed?.(id)
    },
  }
  const routes = createRouter()
  routes.use(
    createStripePages(shared),
    createStripeApi({ ...shared, secretKey, fault: (route) => faults.hit(route) }),
  )
  return {
    routes,
    control: createStripeControl(shared),
    ledger,
    deliveries,
    seed(demo) {
      if (objects.list('customer', { limit: 1 }).length > 0) return
      store.transaction(() => {
        fillDemo(ledger, demo)
      })
    },
    wake: deliveries.wake,
    close: deliveries.close,
  }
}
