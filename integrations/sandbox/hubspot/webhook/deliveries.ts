/**
 * Sends events to the one registered app in batches of up to 100, one batch at a time, retried with backoff. The
 * queue is in the database; what was being sent when the process died is sent again.
 */
import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Logger } from '../../../kit/logger.ts'
import type { FaultRule } from '../../faults.ts'
import { createPump } from '../../orders/pump.ts'
import type { Store } from '../../store.ts'
import type { Happening } from '../portal.ts'
import { postBatch } from './post-batch.ts'
import { createEventQueue, type QueuedEvent } from './queue.ts'

const SETTING = 'hubspot webhook'
export const PORTAL_ID = 48_100_072
const APP_ID = 1_733_110
const FIRST_SUBSCRIPTION = 2_900_000

/** Every subscription the app has; its place in the list gives it its id. */
const SUBSCRIPTIONS = [
  'company.creation',
  'company.propertyChange',
  'company.deletion',
  'company.restore',
  'company.merge',
  'contact.creation',
  'contact.propertyChange',
  'contact.deletion',
  'contact.restore',
  'contact.merge',
  'contact.associationChange',
  'contact.privacyDeletion',
  'object.creation',
  'object.propertyChange',
  'object.deletion',
  'object.restore',
  'object.associationChange',
]

export const endpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(8, 'must have at least 8 characters'),
})
export type Endpoint = z.infer<typeof endpoint>

export interface HubspotDeliveries {
  /** Call inside the transaction of the change; without an endpoint nobody is told. */
  enqueue(happening: Happening): void
  wake: () => void
  endpoint(): Endpoint | null
  register(next: Endpoint | null): void
  list(limit: number): QueuedEvent[]
  waiting(): number
  /** One finished event, or all that failed; says how many. */
  resend(seq: number | null): number
  close: () => Promise<void>
}

export interface HubspotDeliveriesDeps {
  store: Store
  /** The fault rule that hits a delivery, counted down. */
  fault: () => FaultRule | null
  log: Logger
  /** Called when a batch has ended or the endpoint is another, for open control pages. */
  told?: () => void
}

export function createHubspotDeliveries({
  store,
  fault,
  log,
  told = () => undefined,
}: HubspotDeliveriesDeps): HubspotDeliveries {
  const queue = createEventQueue(store.db)
  const current = () => endpoint.safeParse(store.setting(SETTING)).data ?? null
  const pump = createPump<{ seq: number; events: QueuedEvent[] }>({
    take({ except }) {
      const events = except.length > 0 ? [] : queue.due()
      const [first] = events
      return first ? [{ seq: first.seq, events }] : []
    },
    nextDueIn: (except) => (except.length > 0 ? null : queue.nextDueIn()),
    async handle({ events }) {
      const to = current()
      const outcome = to
        ? await postBatch({ events, endpoint: to, rule: fault() })
        : ({ state: 'refused', status: null, error: 'no webhook is registered' } as const)
      queue.settle(events, outcome)
      told()
      log.debug({ events: events.length, ...outcome }, 'hubspot webhook')
    },
  })
  return {
    enqueue(happening) {
      if (current()) queue.add(happening.subscriptionType, eventText(happening))
    },
    wake: pump.wake,
    endpoint: current,
    register(next) {
      store.saveSetting(SETTING, next)
      told()
      pump.wake()
    },
    list: queue.list,
    waiting: queue.waiting,
    resend(seq) {
      const found = queue.again(seq)
      if (found > 0) pump.wake()
      return found
    },
    close: pump.close,
  }
}

function eventText({ subscriptionType, occurredAt, fields }: Happening): string {
  return JSON.stringify({
    eventId: randomInt(1, 2 ** 32),
    subscriptionId: FIRST_SUBSCRIPTION + SUBSCRIPTIONS.indexOf(subscriptionType),
    portalId: PORTAL_ID,
    appId: APP_ID,
    occurredAt,
    subscriptionType,
    changeSource: 'CRM_UI',
    sourceId: 'userId:1099',
    ...fields,
  })
}
