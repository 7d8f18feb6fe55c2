/** What the conformance check (workers/dev/conformance.ts) needs of Twilio's stand-in. Shaped as its `Provider`. */
import { TWILIO_ROUTES } from '../twilio-api.ts'
import { startMessaging } from './start.ts'

type Send = (request: {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
  expect: number
}) => Promise<unknown>

const TOKEN = 'a-test-token'
const ACCOUNT = 'AC5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a'

/** Refusals are not walked: the description has no schema for them. */
export const twilioProvider = {
  name: 'Twilio',
  files: ['twilio-api-v2010.json'],
  routes: TWILIO_ROUTES.map(({ method, path }) => `${method} ${path}`),
  async start() {
    const standIn = await startMessaging()
    return { base: `${standIn.url}/twilio`, close: () => standIn.close() }
  },
  async walk(send: Send): Promise<void> {
    const authorization = `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`
    for (const text of ['A connection is parked.', 'x'.repeat(400)]) {
      await send({
        method: 'POST',
        path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          To: '+4915112345678',
          From: '+4930555010',
          Body: text,
        }).toString(),
        expect: 201,
      })
    }
    await send({
      method: 'GET',
      path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json?To=%2B4915112345678&PageSize=20`,
      headers: { authorization },
      expect: 200,
    })
  },
}
