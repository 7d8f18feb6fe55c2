/** The part of the suite in which everything happens at once: lives, faults on the way, and blows. */
import { createRandom } from '#integrations/sandbox/demo/random.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StandaloneStack } from '../stack/standalone-stack.ts'
import type { Control } from '../systems/control.ts'
import type { Histories } from './history.ts'
import { planBlows, planRestarts, strike, type Blow } from './nemesis.ts'

/** Deliveries come late, twice, in another order, and a tenth never. */
const WEBHOOKS = ['webhooks/orders', 'webhooks/stripe', 'webhooks/hubspot']
const ON_THE_WAY = {
  effect: 'shuffle',
  some: [
    { share: 0.1, effect: 'drop' },
    { share: 0.2, effect: 'duplicate' },
    { share: 0.1, latencyMs: 800, effect: 'shuffle' },
    { share: 0.03, effect: 'execute_then_timeout' },
    { share: 0.03, status: 500 },
  ],
}
/** What we ask the sources for is answered badly now and then. */
const QUESTIONS = [
  'GET /orders',
  'GET /orders/{id}',
  'GET /projects',
  'GET /projects/{id}',
  'GET /stripe/customers',
  'GET /stripe/invoices',
  'GET /stripe/payments',
  'GET /stripe/subscriptions',
  'GET /stripe/payment_methods',
  'GET /stripe/credit_notes',
  'GET /stripe/catalogue',
  'GET /stripe/events',
  'GET /hubspot/objects',
  'POST /hubspot/search',
  'POST /hubspot/batch/read',
  'POST /hubspot/associations',
]
const WHEN_ASKED = {
  some: [
    { share: 0.04, status: 500 },
    { share: 0.04, status: 429, retryAfter: 1 },
    { share: 0.02, effect: 'drop' },
    { share: 0.01, effect: 'execute_then_timeout' },
    { share: 0.05, latencyMs: 400 },
  ],
}

export async function setFaults(control: Control, seed: number): Promise<void> {
  for (const route of WEBHOOKS) await control.send('PUT', '/faults', { route, ...ON_THE_WAY, seed })
  for (const route of QUESTIONS)
    await control.send('PUT', '/faults', { route, ...WHEN_ASKED, seed })
}

export const clearFaults = (control: Control): Promise<unknown> => control.send('DELETE', '/faults')

export interface Storm {
  stack: StandaloneStack
  histories: Histories
  chapters: number
  seed: number
  kills: number
  log: (line: string) => void
}

/** Between two blows (ms), so that some work gets done. */
const BREATH_MS = 1_500

/** Lives go on while processes are away; they wait for the blows where these take longer. @returns what was struck */
export async function storm({
  stack,
  histories,
  chapters,
  seed,
  kills,
  log,
}: Storm): Promise<Blow[]> {
  const ends = planBlows(createRandom(`nemesis ${seed}`), kills)
  const blows = planRestarts(createRandom(`restarts ${seed}`), ends, kills)
  const begun = { blows: 0 }
  const share = chapters / (blows.length + 1)
  const pace = async (): Promise<void> => {
    while (histories.told() > share * (begun.blows + 1)) await sleep(50)
  }
  const striking = (async () => {
    for (const [place, blow] of blows.entries()) {
      while (histories.told() < share * (place + 1) * 0.9) await sleep(50)
      begun.blows++
      log(`${begun.blows}/${blows.length}: ${blow.how} ${blow.target} for ${blow.ms} ms`)
      await strike(stack, blow)
      await sleep(BREATH_MS)
    }
    begun.blows = Infinity
  })()
  await Promise.all([histories.play(pace), striking])
  return blows
}
