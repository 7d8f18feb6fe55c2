/**
 * Sends Stripe's events to the one registered endpoint: signed at each attempt, retried with backoff, side by
 * side. The queue is in the database; what was being sent when the process died is sent again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Logger } from '../../../kit/logger.ts'
import { type Faults, webhookFaults } from '../../faults.ts'
import { createPump } from '../../orders/pump.ts'
import type { Store } from '../../store.ts'
import type { StripeEvent } from '../objects/event.ts'
import { createQueue, type Dispatch, type DispatchOutcome } from './queue.ts'
import { signStripe } from './sign.ts'

/** How long a receiver may take (ms). */
const TIMEOUT_MS = 10_000
/** While `shuffle` is on, what comes together within this time (ms) is sent in reverse order. */
const SHUFFLE_WINDOW_MS = 300
const SETTING = 'stripe webhook'

export const endpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().regex(/^whsec_\S{8,}$/, 'must be whsec_ followed by at least 8 characters'),
  /** The version events are rendered for; another than the client's is what an upgrade looks like. */
  apiVersion: z.string().min(1).optional(),
})
export type Endpoint = z.infer<typeof endpoint>

export interface StripeDeliveries {
  /** Call inside the transaction of the change; without an endpoint nobody is told. */
  enqueue(event: StripeEvent, subject: string): void
  wake: () => void
  endpoint(): Endpoint | null
  register(next: Endpoint | null): void
  list(limit: number): Dispatch[]
  waiting(): number
  resend(id: string): boolean
  close: () => Promise<void>
}

export interface StripeDeliveriesDeps {
  store: Store
  faults: Faults
  log: Logger
  /** Called when a delivery has ended or the endpoint is another, for open control pages. */
  told?: (id?: string) => void
}

export function createStripeDeliveries({
  store,
  faults,
  log,
  told = () => undefined,
}: StripeDeliveriesDeps): StripeDeliveries {
  const queue = createQueue(store.db)
  const current = () => endpoint.safeParse(store.setting(SETTING)).data ?? null
  const pump = createPump<Dispatch>({
    take({ limit, except }) {
      const due = queue.due(limit, except)
      if (webhookFaults(faults, 'stripe').peek()?.effect !== 'shuffle') return due
      const oldest = due[0]?.createdAt ?? Date.now()
      return Date.now() - oldest < SHUFFLE_WINDOW_MS ? [] : due.toReversed()
    },
    nextDueIn: queue.nextDueIn,
    async handle(dispatch) {
      const outcome = await attempt(dispatch, current(), faults)
      queue.settle(dispatch, outcome)
      told(dispatch.id)
      log.debug({ id: dispatch.id, type: dispatch.type, ...outcome }, 'stripe webhook')
    },
  })
  return {
    enqueue(event, subject) {
      if (!current()) return
      const body = JSON.stringify(event, null, 2)
      queue.add({ id: event.id, type: event.type, subject, body })
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
    resend(id) {
      const found = queue.again(id)
      if (found) pump.wake()
      return found
    },
    close: pump.close,
  }
}

async function attempt(
  dispatch: Dispatch,
  to: Endpoint | null,
  faults: Faults,
): Promise<DispatchOutcome> {
  if (!to) return { state: 'failed', status: null, error: 'no endpoint is registered' }
  const rule = webhookFaults(faults, 'stripe').hit()
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop') {
    return { state: 'dropped', status: null, error: 'lost by a fault switch' }
  }
  if (rule?.status !== undefined) {
    return { state: 'retry', status: rule.status, error: 'answered by a fault switch' }
  }
  const outcome = await post(dispatch.body, to)
  if (rule?.effect === 'duplicate') await post(dispatch.body, to)
  if (rule?.effect === 'execute_then_timeout') {
    return { state: 'retry', status: null, error: 'received, but the answer got lost' }
  }
  return outcome
}

async function post(body: string, { url, secret }: Endpoint): Promise<DispatchOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signStripe(body, [secret]),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    const { ok, status } = response
    return { state: ok ? 'delivered' : 'retry', status, error: ok ? null : `answered ${status}` }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { state: 'retry', status: null, error: late ? 'no answer in 10 s' : 'not reachable' }
  }
}
