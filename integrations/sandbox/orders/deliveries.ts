/**
 * Sends webhooks: signed, retried with backoff, in order for each object while objects go side by side.
 * The queue is in the database; what was being sent when the process died is sent again with the same id.
 */
import { randomUUID } from 'node:crypto'
import type { Logger } from '../../kit/logger.ts'
import type { Changes } from '../changes.ts'
import { type Faults, webhookFaults } from '../faults.ts'
import type { Store } from '../store.ts'
import { createPump } from './pump.ts'
import { createQueue, type Delivery, type Outcome, type Queue, type Told } from './queue.ts'
import { sendWebhook, type Target } from './send.ts'

/** While `shuffle` is on, what comes together within this time (ms) is sent in reverse order. */
const SHUFFLE_WINDOW_MS = 300

export interface Deliveries {
  /** Call inside the transaction of the change; without a registered webhook nobody is told. */
  enqueue(object: Told, type: string): void
  wake(): void
  target(): Target | null
  register(target: Target | null): void
  list(limit: number): Delivery[]
  /** How many wait, whatever for. */
  waiting(): number
  /** Puts a finished one back in the queue; false when there is none with this id. */
  resend(id: string): boolean
  /** Waits for what is being sent. */
  close(): Promise<void>
}

export interface DeliveriesDeps {
  store: Store
  faults: Faults
  changes: Changes
  log: Logger
}

export function createDeliveries(deps: DeliveriesDeps): Deliveries {
  const { store, faults, changes } = deps
  const queue = createQueue(store.db)
  const target = () => readTarget(store.setting('webhook'))
  const pump = createPump<Delivery>({
    take({ limit, except }) {
      const shuffled = webhookFaults(faults, 'orders').peek()?.effect === 'shuffle'
      const due = queue.due({ limit, except, settledFor: shuffled ? SHUFFLE_WINDOW_MS : null })
      return shuffled ? due.toReversed() : due
    },
    nextDueIn: queue.nextDueIn,
    handle: (delivery) => handle(delivery, { ...deps, queue, target: target() }),
  })
  return {
    enqueue(object, type) {
      if (target()) queue.add({ id: `msg_${randomUUID().replaceAll('-', '')}`, object, type })
    },
    wake: pump.wake,
    target,
    register(next) {
      store.saveSetting('webhook', next)
      changes.tell('webhook')
      pump.wake()
    },
    list: queue.list,
    waiting: queue.waiting,
    resend(id) {
      const found = queue.again(id)
      if (found) pump.wake()
      return found
    },
    close: pump.close,
  }
}

async function handle(
  delivery: Delivery,
  { queue, target, faults, changes, log }: DeliveriesDeps & { queue: Queue; target: Target | null },
): Promise<void> {
  const outcome: Outcome = target
    ? await sendWebhook({ delivery, target, rule: webhookFaults(faults, 'orders').hit() })
    : { state: 'failed', status: null, error: 'no webhook is registered', tookMs: 0 }
  queue.settle(delivery, outcome)
  changes.tell('deliveries', delivery.id)
  const { id, type } = delivery
  log.debug({ id, type, state: outcome.state, status: outcome.status }, 'webhook')
}

function readTarget(value: unknown): Target | null {
  if (typeof value !== 'object' || value === null) return null
  if (!('url' in value) || !('secret' in value)) return null
  return typeof value.url === 'string' && typeof value.secret === 'string'
    ? { url: value.url, secret: value.secret }
    : null
}
