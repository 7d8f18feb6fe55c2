/**
 * Fault switches, one rule per route, kept across restarts. `execute_then_timeout` is the one ordinary tests
 * forget: the work is done, and nobody hears of it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Source } from '#workflows/contracts/sources.ts'
import { createRandom, type Random } from './demo/random.ts'
import { HUBSPOT_FAULT_ROUTES } from './hubspot/fault-routes.ts'
import { MESSAGING_FAULT_ROUTES } from './messaging/fault-routes.ts'
import type { Store } from './store.ts'
import { STRIPE_FAULT_ROUTES } from './stripe/fault-routes.ts'

/** `webhooks` is every delivery we send, `webhooks/…` those of one system; the others are what we answer. */
export const FAULT_ROUTES = [
  'GET /orders',
  'GET /orders/{id}',
  'GET /projects',
  'GET /projects/{id}',
  ...STRIPE_FAULT_ROUTES,
  ...HUBSPOT_FAULT_ROUTES,
  ...MESSAGING_FAULT_ROUTES,
  'webhooks',
  'webhooks/orders',
  'webhooks/stripe',
  'webhooks/hubspot',
] as const
export type FaultRoute = (typeof FAULT_ROUTES)[number]

const harm = {
  /** Waited before anything else happens. */
  latencyMs: z.int().min(0).max(120_000).optional(),
  /** Answered (or, for webhooks, taken as answered) in place of doing the work. */
  status: z.int().min(300).max(599).optional(),
  /** Seconds, sent as Retry-After beside the status. */
  retryAfter: z.int().min(0).max(86_400).optional(),
  /**
   * `drop`: the connection is cut before the work, a delivery is lost for good. `duplicate`: items of a page,
   * or deliveries, come twice. `shuffle`: they come in reverse order.
   */
  effect: z.enum(['drop', 'duplicate', 'shuffle', 'execute_then_timeout']).optional(),
}

export const faultRule = z.strictObject({
  route: z.enum(FAULT_ROUTES),
  ...harm,
  /** How many calls it still hits; without it, all until it is cleared. */
  times: z.int().min(1).optional(),
  /** What befalls a part of the calls, in place of what is said above; shares add up to 1 at most. */
  some: z
    .array(z.strictObject({ share: z.number().gt(0).max(1), ...harm }))
    .refine((parts) => parts.reduce((sum, { share }) => sum + share, 0) <= 1, 'must not exceed 1')
    .optional(),
  /** Of the dice that `some` throws: the same seed hits the same calls in their order. */
  seed: z.int().min(0).optional(),
})
export type FaultRule = z.infer<typeof faultRule>

const rules = z.array(faultRule)

export interface Faults {
  list(): FaultRule[]
  set(rule: FaultRule): void
  /** One route, or all. */
  clear(route?: string): void
  /** The rule that hits this call, counted down. */
  hit(route: FaultRoute): FaultRule | null
  /** The rule of a route, not counted down. */
  peek(route: FaultRoute): FaultRule | null
}

/** What hits the deliveries of one system: its own rule, else that of all. */
export function webhookFaults(faults: Faults, source: Source) {
  const own = `webhooks/${source}` as const
  return {
    hit: () => faults.hit(own) ?? faults.hit('webhooks'),
    peek: () => faults.peek(own) ?? faults.peek('webhooks'),
  }
}

/** What befalls this call of those the rule hits. */
function drawn({ some, ...rule }: FaultRule, dice: Random): FaultRule {
  if (!some) return rule
  let left = dice.next()
  for (const { share, ...part } of some) {
    if (left < share) return { route: rule.route, ...part }
    left -= share
  }
  return rule
}

export function createFaults(store: Store): Faults {
  let active = rules.safeParse(store.setting('faults')).data ?? []
  const dice = new Map<FaultRoute, Random>()
  const diceOf = ({ route, seed = 1 }: FaultRule): Random => {
    const own = dice.get(route) ?? createRandom(`${route} ${String(seed)}`)
    dice.set(route, own)
    return own
  }
  const save = (next: FaultRule[]) => {
    active = next
    store.saveSetting('faults', next)
  }
  const peek = (route: FaultRoute) => active.find((rule) => rule.route === route) ?? null
  return {
    list: () => active,
    peek,
    set(rule) {
      dice.delete(rule.route)
      save([...active.filter((other) => other.route !== rule.route), rule])
    },
    clear(route) {
      save(route === undefined ? [] : active.filter((rule) => rule.route !== route))
    },
    hit(route) {
      const rule = peek(route)
      if (!rule) return null
      if (rule.times) {
        const { times, ...rest } = rule
        const others = active.filter((other) => other.route !== route)
        save(times > 1 ? [...others, { ...rest, times: times - 1 }] : others)
      }
      return drawn(rule, diceOf(rule))
    },
  }
}

/** Puts the rule of a route in front of its handler; what the handler must obey itself lies in `res.locals`. */
export function faulty(faults: Faults, route: FaultRoute): RequestHandler {
  return async (request, response, next) => {
    const rule = faults.hit(route)
    if (!rule) {
      next()
      return
    }
    if (rule.latencyMs) await sleep(rule.latencyMs)
    if (rule.effect === 'drop') {
      request.socket.destroy()
      return
    }
    if (rule.status !== undefined) {
      if (rule.retryAfter !== undefined) response.set('retry-after', String(rule.retryAfter))
      const code = rule.status === 429 ? 'rate_limited' : 'fault'
      const message =
        rule.status === 429 ? 'Too many requests.' : 'A fault switch of the sandbox is on.'
      response.status(rule.status).json({ error: { code, message } })
      return
    }
    if (rule.effect === 'execute_then_timeout') response.json = () => response
    response.locals['effect'] = rule.effect
    next()
  }
}
