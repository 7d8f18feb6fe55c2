/** HubSpot's stand-in as one piece: what the sandbox mounts, wakes and closes. */
import type { RequestHandler, Router } from 'express'
import type { Logger } from '../../kit/logger.ts'
import type { FaultRule } from '../faults.ts'
import type { Store } from '../store.ts'
import { createHubspotApi } from './api/api.ts'
import { createHubspotControl } from './control.ts'
import { fillDemo } from './demo/demo.ts'
import type { HubspotFaultRoute } from './fault-routes.ts'
import type { Portal } from './portal.ts'
import { createHubspotStore, type HubspotStore } from './store.ts'
import { createHubspotDeliveries, type HubspotDeliveries } from './webhook/deliveries.ts'

const LAG_SETTING = 'hubspot search lag'

export interface HubspotStandInOptions {
  store: Store
  log: Logger
  /** The fault rule that hits a call, counted down; none if not given. */
  fault?: (route: HubspotFaultRoute | 'webhooks') => FaultRule | null
  /** Default `pat-sandbox`. */
  accessToken?: string
  /** Called after each change, with the id of what changed where that is one thing. */
  changed?: (id?: string) => void
  /** Called after each batch, for open control pages. */
  told?: () => void
}

export interface HubspotStandIn {
  /** For `/hubspot`: the API's base is the sandbox's URL plus that. */
  routes: RequestHandler
  /** For `/control`. */
  control: Router
  /** What the control page shows. */
  objects: HubspotStore
  deliveries: HubspotDeliveries
  /** Fills an empty portal; one that has companies stays as it is. */
  seed(demo: { seed: number; now: Date }): void
  /** Sends what still waits. */
  wake: () => void
  close: () => Promise<void>
}

export function createHubspotStandIn(options: HubspotStandInOptions): HubspotStandIn {
  const { store, log, fault = () => null, accessToken = 'pat-sandbox' } = options
  const deliveries = createHubspotDeliveries({
    store,
    log,
    fault: () => fault('webhooks'),
    ...(options.told ? { told: options.told } : {}),
  })
  const objects = createHubspotStore(store.db)
  const portal: Portal = { store: objects, tell: (happening) => deliveries.enqueue(happening) }
  const searchLagMs = () => Number(store.setting(LAG_SETTING) ?? 0)
  const control = createHubspotControl({
    portal,
    deliveries,
    transaction: (work) => store.transaction(work),
    changed: (id) => {
      deliveries.wake()
      options.changed?.(id)
    },
    setSearchLag: (ms) => {
      store.saveSetting(LAG_SETTING, ms)
    },
  })
  return {
    routes: createHubspotApi({ store: objects, accessToken, fault, searchLagMs }),
    control,
    objects,
    deliveries,
    seed(demo) {
      if (objects.page('company', { after: '0', archived: false, limit: 1 }).length > 0) return
      store.transaction(() => {
        fillDemo({ store: objects, tell: () => undefined }, demo)
      })
    },
    wake: deliveries.wake,
    close: deliveries.close,
  }
}
