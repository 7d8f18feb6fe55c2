/** Quarantined events that staff try again. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { StaffCommand, StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId, type InboxId, type StaffId } from '#workflows/contracts/ids.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'

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

test('quarantined events are tried again, one or all, and each press counts once (R19)', async () => {
  const { connectionId } = hub
  const ids = ['R-1', 'R-2', 'R-3']
  await hub.receive(
    ids.map((id) => arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) })),
    { poke: false },
  )
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ id: InboxId }>`
      update inbox set state = 'quarantined', verdict = 'quarantined', reason = 'crashed the worker three times',
        attempts = 3, finished_at = now()
      where external_id = any(${ids}::text[]) returning id`.execute(trx),
  )
  const applied = async (): Promise<number> =>
    (await readInbox(hub)).filter(
      ({ externalId, verdict, attempts }) =>
        ids.includes(externalId) && verdict === 'applied' && attempts === 1,
    ).length
  const eventId = rows[0]?.id ?? null
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
