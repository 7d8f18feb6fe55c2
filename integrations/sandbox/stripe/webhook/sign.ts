/** Signs as Stripe does: every active secret its own `v1`, and the `v0` that test mode adds and nobody may trust. */
import { createHmac } from 'node:crypto'

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex')

/** The value of `Stripe-Signature` over exactly this body. */
export function signStripe(body: string, secrets: readonly string[], sentAt = new Date()): string {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const signed = `${timestamp}.${body}`
  const v1 = secrets.map((secret) => `v1=${hmac(secret, signed)}`)
  return [`t=${timestamp}`, ...v1, `v0=${hmac('test mode', signed)}`].join(',')
}
