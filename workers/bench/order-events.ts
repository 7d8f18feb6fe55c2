/** Signed webhooks of the order system, each one different: what ours and the floors are fed with alike. */
import { randomUUID } from 'node:crypto'
import { signWebhook } from '#integrations/kit/signature.ts'

/** An order on the wire; only what the benches change is named. */
export interface WireOrderLike {
  id: string
  version: number
  title: string
  updated_at: string
  [field: string]: unknown
}

export interface SignedEvent {
  body: string
  headers: Record<string, string>
}

/** An update of `order` as the order system would send it now. */
export function signedUpdate(order: WireOrderLike, secret: string): SignedEvent {
  const sentAt = new Date()
  const body = JSON.stringify({
    type: 'order.updated',
    timestamp: sentAt.toISOString(),
    data: { ...order, updated_at: sentAt.toISOString() },
  })
  const id = `msg_${randomUUID()}`
  const signed = signWebhook({ id, sentAt, body: Buffer.from(body), secrets: [secret] })
  return { body, headers: { 'content-type': 'application/json', ...signed } }
}

/** Sends one event and waits for its answer. */
export async function post(url: string, { body, headers }: SignedEvent): Promise<void> {
  const response = await fetch(url, { method: 'POST', body, headers })
  if (response.status !== 202) throw new Error(`${url} answered ${response.status}.`)
  await response.arrayBuffer()
}
