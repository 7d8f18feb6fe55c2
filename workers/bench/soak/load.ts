/** The steady load of a soak: webhooks at a fixed rate, one page and one stream after the other beside them. */
import { setTimeout as sleep } from 'node:timers/promises'
import { signInByHttp } from '#web/e2e/sign-in-by-http.ts'
import type { StandaloneStack } from '#web/e2e/stack/standalone-stack.ts'
import { post } from '../order-events.ts'
import { openStream } from '../sse.ts'
import type { ChangingOrders } from './orders.ts'

export interface SteadyLoad {
  /** Webhooks answered 202 and pages read so far. */
  readonly done: { webhooks: number; pages: number; streams: number }
  /** @throws whatever went wrong on the way */
  stop(): Promise<void>
}

const SIDE_BY_SIDE = 32
const BURST_MS = 5_000
const VISIT_EVERY_MS = 1_000
const CONNECTION_MS = 10_000

/** Sends as much as is taken for some seconds; gives events per second from the first POST until all are applied. */
export async function findCapacity(
  stack: StandaloneStack,
  orders: ChangingOrders,
): Promise<number> {
  const startedAt = performance.now()
  let sent = 0
  const send = async (): Promise<void> => {
    while (performance.now() - startedAt < BURST_MS) {
      await post(stack.webhookUrl, orders.next())
      sent++
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, send))
  for (;;) {
    const [row] = await stack.readModel.query<{ n: string }>(
      `select count(*) as n from inbox where state = 'pending'`,
    )
    if (row?.n === '0') return sent / ((performance.now() - startedAt) / 1_000)
    await sleep(50)
  }
}

export function startLoad(
  stack: StandaloneStack,
  orders: ChangingOrders,
  perSecond: number,
): SteadyLoad {
  const done = { webhooks: 0, pages: 0, streams: 0 }
  const ending = new AbortController()
  const { signal } = ending
  const all = [sendWebhooks(stack, orders, { perSecond, done, signal }), visit(stack, done, signal)]
  // Heard when it is stopped; a fault meanwhile must not count as one that nobody hears.
  for (const each of all) each.catch(() => undefined)
  return {
    done,
    async stop() {
      ending.abort()
      await Promise.all(all)
    },
  }
}

/** By the clock, whatever single answers take: what is late is made up for. */
async function sendWebhooks(
  stack: StandaloneStack,
  orders: ChangingOrders,
  { perSecond, done, signal }: { perSecond: number; done: SteadyLoad['done']; signal: AbortSignal },
): Promise<void> {
  const startedAt = performance.now()
  const isOver = (): boolean => signal.aborted
  const hand = async (place: number): Promise<void> => {
    for (let turn = place; ; turn += SIDE_BY_SIDE) {
      const due = startedAt + (turn / perSecond) * 1_000
      await sleep(Math.max(0, due - performance.now()))
      if (isOver()) return
      await post(stack.webhookUrl, orders.next())
      done.webhooks++
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, place) => hand(place)))
}

/** Reads the list of orders, and comes back with a stream of its own now and then, as browsers do. */
async function visit(
  stack: StandaloneStack,
  done: SteadyLoad['done'],
  signal: AbortSignal,
): Promise<void> {
  const cookie = await signInByHttp(stack.webUrl, stack.member('vellmar', 'admin'))
  const isOver = (): boolean => signal.aborted
  while (!isOver()) {
    const stream = await openStream(`${stack.webUrl}/live?tenant=vellmar`, { cookie })
    done.streams++
    const until = performance.now() + CONNECTION_MS
    while (performance.now() < until && !isOver()) {
      const response = await fetch(`${stack.webUrl}/t/vellmar/orders`, { headers: { cookie } })
      await response.arrayBuffer()
      if (response.status !== 200) throw new Error(`The page was answered ${response.status}.`)
      done.pages++
      await sleep(VISIT_EVERY_MS)
    }
    stream.close()
  }
}
