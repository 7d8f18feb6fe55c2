/** Mail server and Twilio on ports of their own, for tests and for the conformance check. */
import { createServer } from 'node:http'
import express from 'express'
import { z } from 'zod'
import type { FaultRule } from '../../faults.ts'
import { createStore } from '../../store.ts'
import type { MessagingFaultRoute } from '../fault-routes.ts'
import { createMessagingStandIn, SANDBOX_TWILIO_SID } from '../stand-in.ts'

type Rule = Omit<FaultRule, 'route'>

const outbox = z.object({
  messages: z.array(
    z.looseObject({
      id: z.number(),
      channel: z.string(),
      to: z.array(z.string()),
      subject: z.string().optional(),
      messageId: z.string().nullish(),
      text: z.string(),
      headers: z.array(z.object({ name: z.string(), line: z.string() })).optional(),
    }),
  ),
})
export type Sent = z.infer<typeof outbox>['messages'][number]

export interface StartedMessaging {
  /** `http://127.0.0.1:{port}`; TWILIO_API_BASE is this plus `/twilio`. */
  url: string
  smtpUrl: string
  twilio: { accountSid: string; authToken: string }
  /** Newest first. */
  sent(query?: string): Promise<Sent[]>
  forget(): Promise<void>
  /** Hits the next call only. */
  fault(route: MessagingFaultRoute, rule: Rule): void
  close(): Promise<void>
}

export async function startMessaging(): Promise<StartedMessaging> {
  const store = createStore(':memory:')
  const rules = new Map<string, Rule>()
  const standIn = createMessagingStandIn({
    store,
    authToken: 'a-test-token',
    fault(route) {
      const rule = rules.get(route)
      rules.delete(route)
      // The route's name is the rule holder's business only.
      return rule ? { route: 'webhooks', ...rule } : null
    },
  })
  const app = express()
  app.set('query parser', 'simple')
  app.use('/twilio', standIn.routes)
  app.use('/control', standIn.control)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`
  const smtp = await standIn.openSmtp(0)
  return {
    url,
    smtpUrl: smtp.url,
    twilio: { accountSid: SANDBOX_TWILIO_SID, authToken: 'a-test-token' },
    async sent(query = '') {
      const response = await fetch(`${url}/control/outbox${query}`)
      return outbox.parse(await response.json()).messages
    },
    async forget() {
      await fetch(`${url}/control/outbox`, { method: 'DELETE' })
    },
    fault(route, rule) {
      rules.set(route, rule)
    },
    async close() {
      server.closeAllConnections()
      await Promise.all([smtp.close(), new Promise((resolve) => server.close(resolve))])
      store.close()
    },
  }
}
