/** Temporal down, set up anew, or at the end of a history: the inbox is the queue, so nothing is lost or doubled. */
import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import { newId } from '../contracts/ids.ts'
import { startTemporal } from '#workers/dev/services/temporal.ts'
import { createSweeper } from '#workers/sweeper.ts'
import { Client, Connection } from '@temporalio/client'
import { createHub, withFolder, type Hub } from '../testing/hub.ts'
import { eventually, readAudit, readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'

interface Away {
  hub: Hub
  address: string
  stop: () => Promise<void>
  /** On the same port; `anew`: without anything it knew. */
  start: (options?: { anew?: boolean }) => Promise<void>
}

/** A hub with a Temporal server of its own, so that it may be stopped. */
function withOwnTemporal(
  work: (away: Away) => Promise<void>,
  config: Readonly<Record<string, string>> = {},
): Promise<void> {
  return withFolder(async (dataDir) => {
    let server = await startTemporal({ dataDir, config })
    const { address, port } = server
    const hub = await createHub({ customers: ['C-1'], temporalAddress: address })
    try {
      await work({
        hub,
        address,
        stop: () => server.stop(),
        async start({ anew = false } = {}) {
          if (anew) await rm(dataDir, { recursive: true })
          server = await startTemporal({ dataDir, port, config })
        },
      })
    } finally {
      await hub.close()
      await server.stop()
    }
  })
}

const receive = (hub: Hub, ids: readonly string[], options?: { poke: boolean }) =>
  hub.receive(
    ids.map((id) =>
      arrivalOf({
        connectionId: hub.connectionId,
        order: wireOrder({ id, customer: id.startsWith('stranger') ? 'C-9' : 'C-1' }),
      }),
    ),
    options,
  )

/** One event, as a sender delivers it who hears no answer (W10). */
async function receiveOnce(
  hub: Hub,
  { inSequence, atOnce }: Record<'inSequence' | 'atOnce', number>,
) {
  const order = wireOrder({ id: 'again', customer: 'C-1' })
  const delivered = () => {
    const arrival = arrivalOf({ connectionId: hub.connectionId, order, eventKey: 'again' })
    return hub.receive([{ ...arrival, id: newId() }])
  }
  for (let n = 0; n < inSequence; n++) await delivered()
  await Promise.all(Array.from({ length: atOnce }, delivered))
}

/** Sweeps after the time in which a poke would have come. */
async function sweepLater(hub: Hub): Promise<void> {
  const age = sql`update inbox set due_at = now() - interval '6 seconds' where state = 'pending'`
  await withSystem(hub.db, (trx) => age.execute(trx))
  await createSweeper(hub.deps).sweep()
}

const untilApplied = (hub: Hub, count: number): Promise<void> =>
  eventually(async () => {
    await sweepLater(hub)
    expect(await readOrders(hub, 'C-1')).toHaveLength(count)
  }, 60_000)

test(
  'what arrives while Temporal is down is applied when it is back',
  () =>
    withOwnTemporal(async ({ hub, stop, start }) => {
      await stop()
      await receive(hub, ['patient'])
      expect(await hub.gateway.isUp()).toBe(false)
      await start()
      await hub.startWorkers()
      await untilApplied(hub, 1)
    }),
  90_000,
)

test(
  'a Temporal that forgot everything is driven from the inbox: what is done stays done, the rest is done once',
  () =>
    withOwnTemporal(async ({ hub, stop, start }) => {
      const stopWorkers = await hub.startWorkers()
      await receive(hub, ['done-1', 'done-2'])
      await receiveOnce(hub, { inSequence: 10, atOnce: 50 })
      await untilApplied(hub, 3)
      await stopWorkers()
      await stop()
      await receive(hub, ['waiting', 'held', 'stranger'])
      // As a worker leaves it that died with Temporal.
      const hold = sql`update inbox set claim = gen_random_uuid(), attempts = 1 where external_id = 'held'`
      await withSystem(hub.db, (trx) => hold.execute(trx))
      await start({ anew: true })
      await hub.startWorkers()
      await receiveOnce(hub, { inSequence: 10, atOnce: 50 })
      await untilApplied(hub, 5)
      const states = new Map((await readInbox(hub)).map((row) => [row.externalId, row.state]))
      expect(Object.fromEntries(states)).toEqual({
        ...{ again: 'done', 'done-1': 'done', 'done-2': 'done', waiting: 'done', held: 'done' },
        stranger: 'unmapped',
      })
      expect(await readLiveEvents(hub, 'C-1')).toHaveLength(5)
      const kept = (await readInbox(hub)).filter(({ externalId }) => externalId === 'again')
      expect(kept).toHaveLength(1)
      const told = (await readAudit(hub, 'C-1')).filter(({ action }) => action === 'order.created')
      expect(told).toHaveLength(5)
    }),
  120_000,
)

/** More than one step handles. */
const DEEP = 2_100

test(
  'a drain whose history grows long goes on in a new run, and loses nothing at the switch',
  () =>
    withOwnTemporal(
      async ({ hub, address }) => {
        const ids = Array.from({ length: DEEP }, (_, at) => `deep-${String(at)}`)
        await receive(hub, ids, { poke: false })
        await hub.startWorkers()
        hub.gateway.pokeDrain(hub.laneOf('C-1'))
        const connection = await Connection.connect({ address })
        const { workflow } = new Client({ connection })
        await eventually(async () => {
          const { count } = await workflow.count(`ExecutionStatus = 'ContinuedAsNew'`)
          expect(count).toBeGreaterThan(0)
        }, 60_000)
        await connection.close()
        for (let late = 0; late < 20; late++) await receive(hub, [`late-${String(late)}`])
        // Nobody sweeps here.
        await eventually(async () => {
          expect(await readOrders(hub, 'C-1')).toHaveLength(DEEP + 20)
        }, 90_000)
      },
      { 'limit.historyCount.suggestContinueAsNew': '2' },
    ),
  150_000,
)
