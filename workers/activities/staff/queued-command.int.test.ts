/** U04: a role that is lost while a command waits in the queue. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { eventually } from '#workflows/testing/mirror.ts'

let hub: Hub
beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterAll(() => hub.close())

it.each([
  ['lowered', sql`update staff set role = 'agent'`],
  ['disabled', sql`update staff set disabled_at = now()`],
])(
  'a command of somebody who was %s meanwhile is refused, and that is recorded (U04)',
  async (how, change) => {
    const staff = { id: newId<StaffId>(), name: `Tomas ${how}` }
    const row = { ...staff, role: 'operations', email: `${how}@halden.example` } as const
    await withSystem(hub.owner, (trx) => trx.insertInto('staff').values(row).execute())
    const commandId = randomUUID()
    const command = { type: 'backfill', connectionId: hub.connectionId } as const
    const ask = (): Promise<StaffCommandResult> =>
      hub.gateway.runStaffCommand({ commandId, staff, command })
    // No worker runs: Temporal has it, and nobody does it.
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' })
    await withSystem(hub.owner, (trx) => sql`${change} where id = ${staff.id}`.execute(trx))
    const stop = await hub.startWorkers()
    const refused = { type: 'refused', reason: 'not_allowed' }
    await eventually(async () => expect(await ask()).toEqual(refused))
    await stop()
    const { rows } = await withSystem(hub.db, (trx) =>
      sql`select result, (select count(*)::int from runs) as runs from staff_actions
      where staff_id = ${staff.id}`.execute(trx),
    )
    expect(rows).toEqual([{ result: refused, runs: 0 }])
  },
)
