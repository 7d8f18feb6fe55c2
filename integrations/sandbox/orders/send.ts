/** One webhook over the network, with whatever the fault switches do to it. Never throws. */
import { setTimeout as sleep } from 'node:timers/promises'
import { signWebhook } from '../../kit/signature.ts'
import type { FaultRule } from '../faults.ts'
import type { Delivery, Outcome } from './queue.ts'

export interface Target {
  url: string
  secret: string
}

/** How long a receiver may take, in milliseconds. */
const TIMEOUT_MS = 10_000

export interface Sending {
  delivery: Delivery
  target: Target
  rule: FaultRule | null
}

export async function sendWebhook({ delivery, target, rule }: Sending): Promise<Outcome> {
  const begun = performance.now()
  const took = () => Math.round(performance.now() - begun)
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop')
    return { state: 'dropped', status: null, error: 'lost by a fault switch', tookMs: took() }
  if (rule?.status !== undefined) {
    return {
      state: 'retry',
      status: rule.status,
      error: 'answered by a fault switch',
      tookMs: took(),
    }
  }
  const outcome = await post(delivery, target)
  if (rule?.effect === 'duplicate') await post(delivery, target)
  if (rule?.effect === 'execute_then_timeout') {
    return {
      state: 'retry',
      status: null,
      error: 'received, but the answer got lost',
      tookMs: took(),
    }
  }
  return { ...outcome, tookMs: took() }
}

async function post(delivery: Delivery, { url, secret }: Target): Promise<Omit<Outcome, 'tookMs'>> {
  const body = Buffer.from(delivery.body)
  try {
    const signed = signWebhook({ id: delivery.id, sentAt: new Date(), body, secrets: [secret] })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Halden-Orders/1', ...signed },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    const error = response.ok ? null : `answered ${String(response.status)}`
    return { state: response.ok ? 'delivered' : 'retry', status: response.status, error }
  } catch (error) {
    return { state: 'retry', status: null, error: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not reachable'
  if (error.name === 'TimeoutError') return 'no answer in 10 s'
  const { cause } = error
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED')
    return 'nobody is listening'
  return 'connection lost'
}
