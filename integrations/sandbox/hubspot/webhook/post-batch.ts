/**
 * One batch over the network, signed by HubSpot's own library rather than by what our verifier uses, with
 * whatever the fault switches do to it. Never throws.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Signature } from '@hubspot/api-client'
import { signedUrl } from '../../../hubspot/signature.ts'
import type { FaultRule } from '../../faults.ts'
import type { BatchOutcome, QueuedEvent } from './queue.ts'

export interface Endpoint {
  url: string
  /** The app's client secret. */
  secret: string
}

/** How long a receiver may take, in milliseconds; HubSpot's own limit. */
const TIMEOUT_MS = 5_000

/** After these HubSpot never tries again. */
const isRefusal = (status: number): boolean => status >= 400 && status <= 405

export interface Batch {
  events: readonly QueuedEvent[]
  endpoint: Endpoint
  rule: FaultRule | null
}

export async function postBatch({ events, endpoint, rule }: Batch): Promise<BatchOutcome> {
  if (rule?.latencyMs) await sleep(rule.latencyMs)
  if (rule?.effect === 'drop') {
    return { state: 'dropped', status: null, error: 'lost by a fault switch' }
  }
  if (rule?.status !== undefined) {
    return { state: 'retry', status: rule.status, error: 'answered by a fault switch' }
  }
  const body = batchText(rule?.effect === 'shuffle' ? events.toReversed() : events)
  const outcome = await post(body, endpoint)
  if (rule?.effect === 'duplicate') await post(body, endpoint)
  if (rule?.effect === 'execute_then_timeout') {
    return { state: 'retry', status: null, error: 'received, but the answer got lost' }
  }
  return outcome
}

const batchText = (events: readonly QueuedEvent[]): string =>
  `[${events
    .map(({ body, attempts }) => body.replace(/\}$/, `,"attemptNumber":${String(attempts)}}`))
    .join(',')}]`

export function signedHeaders(body: string, { url, secret }: Endpoint): Record<string, string> {
  const timestamp = Date.now()
  const signature = Signature.getSignature('POST', 'v3', {
    signature: '',
    clientSecret: secret,
    requestBody: body,
    // The library leaves to its caller what HubSpot does itself: decoding the address.
    url: signedUrl(url),
    timestamp,
  })
  return {
    'content-type': 'application/json',
    'user-agent':
      'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)',
    'x-hubspot-request-timestamp': String(timestamp),
    'x-hubspot-signature-v3': signature,
    // What HubSpot still sends beside it, and nobody should trust.
    'x-hubspot-signature-version': 'v1',
    'x-hubspot-signature': Signature.getSignature('POST', 'v1', {
      signature: '',
      clientSecret: secret,
      requestBody: body,
    }),
  }
}

async function post(body: string, endpoint: Endpoint): Promise<BatchOutcome> {
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: signedHeaders(body, endpoint),
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    const { ok, status } = response
    const error = ok ? null : `answered ${String(status)}`
    return { state: ok ? 'delivered' : isRefusal(status) ? 'refused' : 'retry', status, error }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { state: 'retry', status: null, error: late ? 'no answer in 5 s' : 'not reachable' }
  }
}
