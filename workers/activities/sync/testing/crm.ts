/** The sandbox's HubSpot in front of a hub: what happens there is told by its webhooks, stored as the intake does, and drained. */
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { hubspot } from '#integrations/hubspot/index.ts'
import { startHubspot, type StartedStandIn } from '#integrations/sandbox/hubspot/testing/start.ts'
import { newId, type InboxId, type TenantId } from '#workflows/contracts/ids.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { eventually } from '#workflows/testing/mirror.ts'
import { createDrainStep } from '../drain-step.ts'

export interface Crm {
  hub: Hub
  sandbox: StartedStandIn
  /** Bodies of every webhook so far, as they were sent. */
  told: Buffer[]
  /** One press in the CRM, e.g. `companies/7/merge`; then everything it leads to. */
  act(path: string, input?: object): Promise<void>
  /** A body once more, however late. */
  receive(body: Buffer): Promise<void>
  /** Drains whatever lane has work, until none has. */
  drain(): Promise<void>
  rows<T>(customer: string, query: ReturnType<typeof sql<T>>): Promise<T[]>
  close(): Promise<void>
}

const waiting = z.object({ waiting: z.number() })

/** @param customers companies that are linked, each to a tenant of its own */
export async function startCrm(customers: readonly string[]): Promise<Crm> {
  const sandbox = await startHubspot()
  const hub = await createHub({
    customers,
    source: 'hubspot',
    baseUrl: `${sandbox.url}/hubspot`,
    credentials: { accessToken: 'pat-sandbox' },
  })
  const told: Buffer[] = []
  const receive = async (rawBody: Buffer): Promise<void> => {
    await hub.receive(arrivalsOf(hub, rawBody), { poke: false })
  }
  const receiver = await startReceiver(async (body) => {
    told.push(body)
    await receive(body)
  })
  const endpoint = { url: receiver.url, secret: 'client-secret' }
  await sandbox.control('/webhooks/hubspot', endpoint, 'PUT')
  const drain = () => drainEverything(hub)
  return {
    hub,
    sandbox,
    told,
    receive,
    drain,
    async act(path, input = {}) {
      const { status, body } = await sandbox.control(`/hubspot/${path}`, input)
      if (status > 201) throw new Error(`${path}: ${JSON.stringify(body)}`)
      await eventually(async () => {
        const { body: queue } = await sandbox.control('/hubspot/deliveries', undefined, 'GET')
        if (waiting.parse(queue).waiting > 0) throw new Error('Not everything is told yet.')
      })
      await drain()
    },
    rows: (customer, query) =>
      withTenant(hub.db, hub.tenantOf(customer), async (trx) => (await query.execute(trx)).rows),
    async close() {
      receiver.close()
      await hub.close()
      await sandbox.close()
    },
  }
}

/** As the intake makes them of a request. */
function arrivalsOf(hub: Hub, rawBody: Buffer): Arrival[] {
  const request = { rawBody, headers: {}, url: '', method: 'POST', receivedAt: new Date() }
  return hubspot.parse(request).flatMap((result) => {
    if (result.type === 'broken') throw new Error(result.reason)
    const base = { id: newId<InboxId>(), connectionId: hub.connectionId, requestId: null }
    const state = result.type === 'event' ? 'pending' : 'ignored'
    return [{ ...base, ...result.event, state, reason: null }]
  })
}

async function startReceiver(receive: (body: Buffer) => Promise<void>) {
  const server = createServer((request, response) => {
    void buffer(request)
      .then(receive)
      .then(() => response.writeHead(202).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    close(): void {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function drainEverything(hub: Hub): Promise<void> {
  const step = createDrainStep({ ...hub.deps, poke: () => undefined })
  for (;;) {
    const { rows } = await withSystem(hub.db, (trx) =>
      sql<{ tenantId: TenantId | null }>`
        select distinct tenant_id as "tenantId" from inbox
        where state = 'pending' and due_at <= now()`.execute(trx),
    )
    if (rows.length === 0) return
    for (const { tenantId } of rows) {
      const lane = { connectionId: hub.connectionId, tenantId }
      while ((await step(lane)).more) continue
    }
  }
}
