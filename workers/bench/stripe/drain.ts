/**
 * `drain`: events per second from a full inbox into the read model, with audit entry and live event each, against
 * Supabase's Stripe sync engine, which has neither inbox nor tenants and is fed in its own process.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createDatabase } from '#db/client.ts'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import { storeArrivals } from '#db/system/inbox/intake.ts'
import { connectorFor } from '#integrations/registry.ts'
import { newId, type ConnectionId, type InboxId } from '#workflows/contracts/ids.ts'
import type { BenchStack } from '../bench-stack.ts'
import type { PreparedFigure } from '../figure.ts'
import { startFloor } from '../floor-process.ts'
import { copyInvoiceEvent, type EventText } from './invoice-events.ts'

const EVENTS = 2_000
/** Rows of one insert. */
const BATCH = 200

export async function prepareDrain(bench: BenchStack): Promise<PreparedFigure> {
  const peer = await startFloor('workers/bench/stripe/drain.peer.ts', [bench.floorUrl])
  const makeEvents = await copyInvoiceEvent(bench)
  const app = createDatabase({ url: bench.database.appUrl, name: 'bench' })
  const sql = new pg.Pool({ connectionString: bench.database.superuserUrl, max: 1 })
  const connectionId = bench.connectionId('stripe') as ConnectionId

  const drain = async (): Promise<number> => {
    await untilDrained(sql)
    const arrivals = makeEvents(EVENTS).map((text) => arrivalOf(connectionId, text))
    for (let at = 0; at < arrivals.length; at += BATCH) {
      await storeArrivals(app, arrivals.slice(at, at + BATCH))
    }
    const start = performance.now()
    // Any webhook of the lane wakes its drain.
    await bench.billing.create({
      ...{ customer: 'cus_VellmarDairy01', description: 'Wakes the lane', daysUntilDue: 30 },
    })
    await untilDrained(sql)
    return EVENTS / ((performance.now() - start) / 1_000)
  }
  return {
    figure: {
      name: 'drain',
      unit: 'events/s',
      ours: drain,
      floor: async () => {
        const body = `[${makeEvents(EVENTS).join()}]`
        const response = await fetch(peer.url, { method: 'POST', body })
        const said = await response.text()
        if (!response.ok) throw new Error(`The peer failed: ${said}`)
        return EVENTS / (Number(said) / 1_000)
      },
    },
    close: async () => {
      await Promise.all([peer.stop(), app.close(), sql.end()])
    },
  }
}

function arrivalOf(connectionId: ConnectionId, text: EventText): Arrival {
  const [parsed] = connectorFor('stripe').parse({
    ...{ rawBody: Buffer.from(text), headers: {}, url: '', method: 'POST', receivedAt: new Date() },
  })
  if (parsed?.type !== 'event') throw new Error(`This is no event of ours: ${text.slice(0, 200)}`)
  const pending = { state: 'pending', reason: null, requestId: null } as const
  return { ...parsed.event, ...pending, id: newId<InboxId>(), connectionId }
}

async function untilDrained(sql: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await sql.query<{ waits: boolean; failed: boolean }>(
      `select exists (select 1 from inbox where state = 'pending') as waits,
         exists (select 1 from inbox where state = 'quarantined') as failed`,
    )
    if (rows[0]?.failed === true) throw new Error('An event ended in quarantine.')
    if (rows[0]?.waits === false) return
    await sleep(10)
  }
}
