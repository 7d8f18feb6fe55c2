/** What a fault switch makes of a call of Stripe's API, before and after the work. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request, Response } from 'express'
import type { FaultRule } from '../../faults.ts'
import { StripeFailure } from '../failure.ts'
import type { Answer } from './idempotency.ts'

/**
 * @returns false when the connection was cut and nothing is to be done
 * @throws StripeFailure in place of the work
 */
export async function passFault(
  rule: FaultRule | null,
  { request, response }: { request: Request; response: Response },
): Promise<boolean> {
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop') {
    request.socket.destroy()
    return false
  }
  if (rule?.status === undefined) return true
  if (rule.retryAfter !== undefined) response.set('retry-after', String(rule.retryAfter))
  throw rule.status === 429
    ? new StripeFailure(429, {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'Too many requests made to the API too quickly.',
      })
    : new StripeFailure(rule.status, {
        type: 'api_error',
        message: 'A fault switch of the sandbox is on.',
      })
}

/** The items of a page twice, or in reverse order. */
export function arranged(answer: Answer, effect: FaultRule['effect']): Answer {
  const { body } = answer
  if (!('data' in body) || !Array.isArray(body.data)) return answer
  const data: unknown[] = body.data
  if (effect === 'duplicate') {
    return { ...answer, body: { ...body, data: data.flatMap((item) => [item, item]) } }
  }
  return effect === 'shuffle' ? { ...answer, body: { ...body, data: data.toReversed() } } : answer
}
