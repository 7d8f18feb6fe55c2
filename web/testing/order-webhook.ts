/** Webhooks of the order system: the body it would send, signed as it would sign. */
import { signWebhook } from '#integrations/kit/signature.ts'

export function orderEvent(change: {
  customer: string
  id?: string
  version?: number
  type?: string
}): string {
  const { customer, id = 'ord_1', version = 1, type = 'order.updated' } = change
  return JSON.stringify({
    type,
    timestamp: '2026-11-20T10:00:00Z',
    data: {
      id,
      version,
      number: 'A-100',
      title: 'Pressure valves',
      status: 'shipped',
      customer: { id: customer, name: 'Customer' },
      customer_reference: null,
      site: 'North',
      placed_by: null,
      currency: 'EUR',
      total: 12_345,
      placed_at: '2026-11-01T08:00:00Z',
      first_promised_on: '2026-11-25',
      promised_on: '2026-11-25',
      delivered_at: null,
      updated_at: '2026-11-20T10:00:00Z',
      deleted_at: null,
      lines: [],
      shipments: [],
      history: [],
    },
  })
}

export interface WebhookToSend {
  url: string
  source?: string
  connectionId: string
  secret: string
  body: string | Buffer
  id?: string
  /** Seconds from now at which it claims to be sent. */
  age?: number
  headers?: Record<string, string | undefined>
}

let count = 0

export function webhookHeaders(options: WebhookToSend): Record<string, string> {
  const signed = signWebhook({
    id: options.id ?? `msg_${String(Date.now())}_${String(++count)}`,
    sentAt: new Date(Date.now() - (options.age ?? 0) * 1_000),
    body: Buffer.from(options.body),
    secrets: [options.secret],
  })
  const headers = { 'content-type': 'application/json', ...signed }
  const changed = new Map<string, string>(Object.entries(headers))
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) changed.delete(name)
    else changed.set(name, value)
  }
  return Object.fromEntries(changed)
}

export function sendWebhook(options: WebhookToSend): Promise<Response> {
  const { url, source = 'orders', connectionId, body } = options
  return fetch(`${url}/webhooks/${source}/${connectionId}`, {
    method: 'POST',
    headers: webhookHeaders(options),
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}
