/** Quarantined events that staff try again. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type {
  ReplayChoice,
  StaffCommand,
  StaffCommandResult,
} from '#workflows/contracts/console.ts'
import { newId, type InboxId, type StaffId } from '#workflows/contracts/ids.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createPerformStaffCommand } from './perform-staff-command.ts'

let hub: Hub
const staff = { id: newId<StaffId>(), name: 'Tomas Hrubý' }

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
  const row = { ...staff, role: 'operations', email: 'tomas@halden.example' } as const
  await withSystem(hub.owner, (trx) => trx.insertInto('staff').values(row).execute())
  await hub.startWorkers()
})
afterAll(() => hub.close())

const run = (command: StaffCommand, commandId = randomUUID()): Promise<StaffCommandResult> =>
  hub.gateway.runStaffCommand({ commandId, staff, command })

/** Orders that have come and stand in quarantine. @returns their events, as they came */
async function setAside(ids: readonly string[]): Promise<InboxId[]> {
  const { connectionId } = hub
  // In quarantine from the start: a drain that is just ending would take what waits for a moment.
  const arrivals = ids.map((id) => ({
    ...arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) }),
    ...({ state: 'quarantined', reason: 'crashed the worker three times' } as const),
    // Their ids tell when they came.
    id: newId<InboxId>(),
  }))
  await hub.receive(arrivals, { poke: false })
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ id: InboxId }>`
      update inbox set attempts = 3 where external_id = any(${ids}::text[]) returning id`.execute(
      trx,
    ),
  )
  return rows.map(({ id }) => id).toSorted()
}

test('quarantined events are tried again, one or all, and each press counts once (R19)', async () => {
  const { connectionId } = hub
  const ids = ['R-1', 'R-2', 'R-3']
  const [eventId = null] = await setAside(ids)
  const applied = async (): Promise<number> =>
    (await readInbox(hub)).filter(
      ({ externalId, verdict, attempts }) =>
        ids.includes(externalId) && verdict === 'applied' && attempts === 1,
    ).length
  const commandId = randomUUID()
  const one = { type: 'replay', connectionId, eventId } as const
  expect(await run(one, commandId)).toEqual({ type: 'replayed', events: 1 })
  await expect.poll(applied).toBe(1)
  expect(await run(one, commandId)).toEqual({ type: 'replayed', events: 1 })
  expect(await run(one)).toEqual({ type: 'refused', reason: 'nothing_quarantined' })
  const all = { type: 'replay', connectionId, eventId: null } as const
  expect(await run(all)).toEqual({ type: 'replayed', events: 2 })
  await expect.poll(applied).toBe(3)
  expect(await run({ ...all, connectionId: newId() })).toMatchObject({ type: 'refused' })
})

test('a choice of them is tried again: by kind, by tenant, by when they came', async () => {
  const { connectionId } = hub
  const choose = (choice: Partial<ReplayChoice>): Promise<StaffCommandResult> =>
    run({ type: 'replay', connectionId, eventId: null, ...choice })
  const nothing = { type: 'refused', reason: 'nothing_quarantined' }
  await setAside(['W-1'])
  await sleep(5)
  const between = new Date().toISOString()
  await sleep(5)
  await setAside(['W-2', 'W-3'])
  expect(await choose({ kind: 'invoice' })).toEqual(nothing)
  expect(await choose({ tenantId: newId() })).toEqual(nothing)
  expect(await choose({ receivedUntil: new Date(0).toISOString() })).toEqual(nothing)
  expect(await choose({ kind: 'order', receivedUntil: between })).toEqual({
    type: 'replayed',
    events: 1,
  })
  expect(await choose({ receivedFrom: between })).toEqual({ type: 'replayed', events: 2 })
  expect(await choose({})).toEqual(nothing)
})

test('a connection is polled at once, by a press that counts once; a paused one is not', async () => {
  const { connectionId } = hub
  const asked: string[] = []
  const perform = createPerformStaffCommand({
    ...hub.deps,
    gateway: {
      ...hub.gateway,
      pollNow: (id) => Promise.resolve(void asked.push(id)),
    },
  })
  const press = { commandId: randomUUID(), staff, command: { type: 'poll', connectionId } } as const
  expect(await perform(press)).toEqual({ type: 'poll_asked' })
  expect(await perform(press)).toEqual({ type: 'poll_asked' })
  expect(asked).toEqual([connectionId])
  await run({ type: 'pause', connectionId })
  const refused = { type: 'refused', reason: 'connection_not_active' }
  expect(await run({ type: 'poll', connectionId })).toEqual(refused)
})
