/** The lane of one customer at Stripe, as the benches fill it: what intake does, without its requests. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createDatabase } from '#db/client.ts'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import { storeArrivals } from '#db/system/inbox/intake.ts'
import { connectorFor } from '#integrations/registry.ts'
import { createGateway, type Gateway } from '#workflows/gateway.ts'
import { newId, type ConnectionId, type InboxId } from '#workflows/contracts/ids.ts'
import type { BenchStack } from '../bench-stack.ts'
import type { FloorProcess } from '../floor-process.ts'
import type { EventText } from './invoice-events.ts'

export interface StripeLane {
  connectionId: ConnectionId
  sql: pg.Pool
  gateway: Gateway
  /** Into the inbox; nobody is told. */
  store(events: readonly EventText[]): Promise<void>
  /** As an intake does that has stored something. */
  poke(): void
  /** @throws Error when an event ended in quarantine */
  untilDrained(): Promise<void>
  /** Links customers of Stripe to the customer of the lane. */
  link(externalIds: readonly string[]): Promise<void>
  /** From now on Stripe is there, and may be asked as often as one likes: the peers have no budget either. */
  moveTo(url: string): Promise<void>
  /** And Stripe is where it was. */
  close(): Promise<void>
}

/** Rows of one insert. */
const BATCH = 200
const UNBOUNDED = 10_000

export function openStripeLane(bench: BenchStack): StripeLane {
  const app = createDatabase({ url: bench.database.appUrl, name: 'bench' })
  const sql = new pg.Pool({ connectionString: bench.database.superuserUrl, max: 1 })
  const connectionId = bench.connectionId('stripe') as ConnectionId
  const tenantId = bench.tenantId('vellmar')
  const say = (_facts: object, message: string): void => bench.log(message)
  const gateway = createGateway({ ...bench.temporal, logger: { info: say, warn: say } })
  const moveTo = async (url: string, perSecond: number | null): Promise<void> => {
    await sql.query(
      `update connections set base_url = $2, requests_per_second = $3 where id = $1`,
      [connectionId, url, perSecond],
    )
  }
  const home = sql.query<{ url: string }>(`select base_url as url from connections where id = $1`, [
    connectionId,
  ])
  return {
    connectionId,
    sql,
    gateway,
    async store(events) {
      const arrivals = events.map((text) => arrivalOf(connectionId, text))
      for (let at = 0; at < arrivals.length; at += BATCH) {
        await storeArrivals(app, arrivals.slice(at, at + BATCH))
      }
    },
    poke: () => gateway.pokeDrain({ connectionId, tenantId }),
    untilDrained: () => untilDrained(sql),
    async link(externalIds) {
      await sql.query(
        `insert into links (connection_id, external_id, tenant_id)
         select $1, external_id, $3 from unnest($2::text[]) as external_id on conflict do nothing`,
        [connectionId, externalIds, tenantId],
      )
    },
    async moveTo(url) {
      await home
      await moveTo(url, UNBOUNDED)
    },
    async close() {
      const { rows } = await home
      await moveTo(rows[0]?.url ?? '', null)
      await Promise.all([gateway.close(), app.close()])
      await sql.end()
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
    const { rows } = await sql.query<{ state: string }>(
      // Through the index of what is due: a look at the whole table would cost what is measured.
      `(select state from inbox where state = 'pending' and due_at < 'infinity' limit 1)
       union all (select state from inbox where state = 'quarantined' limit 1)`,
    )
    if (rows.some(({ state }) => state === 'quarantined')) {
      throw new Error('An event ended in quarantine.')
    }
    if (rows.length === 0) return
    await sleep(20)
  }
}

/** @returns milliseconds that a floor or peer needed for what it was sent */
export async function millisecondsOf(
  { url }: FloorProcess,
  path: string,
  body?: string,
): Promise<number> {
  const response = await fetch(url + path, { method: 'POST', ...(body !== undefined && { body }) })
  const said = await response.text()
  if (!response.ok) throw new Error(`What it is held against failed: ${said}`)
  return Number(said)
}
