/** Commands of staff through Temporal: done once, refused with a reason, written down for both sides. */
import { randomBytes, randomUUID } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seal } from '#db/secrets.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { StaffCommand, StaffCommandResult } from '#workflows/contracts/console.ts'
import {
  newId,
  type InboxId,
  type RunId,
  type StaffId,
  type TenantId,
} from '#workflows/contracts/ids.ts'
import { INVITEE_FIELD } from '#workflows/contracts/staff/accounts.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { eventually, readAudit, readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createPerformStaffCommand } from './perform-staff-command.ts'

let hub: Hub
const operations = { id: newId<StaffId>(), name: 'Tomas Hrubý' }
const agent = { id: newId<StaffId>(), name: 'Lena Brandt' }
const admin = { id: newId<StaffId>(), name: 'Mara Lindt' }

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1', 'C-2'] })
  for (const [{ id, name }, role] of [
    [operations, 'operations'],
    [agent, 'agent'],
    [admin, 'admin'],
  ] as const) {
    const row = { id, name, role, email: `${role}@halden.example` }
    await withSystem(hub.owner, (trx) => trx.insertInto('staff').values(row).execute())
  }
  await hub.startWorkers()
})
afterAll(() => hub.close())

const run = (
  command: StaffCommand,
  { staff = operations, commandId = randomUUID() } = {},
): Promise<StaffCommandResult> => hub.gateway.runStaffCommand({ commandId, staff, command })

const linkOf = (
  externalId: string,
  tenantId: TenantId,
  connectionId = hub.connectionId,
): StaffCommand => ({
  type: 'link',
  connectionId,
  externalId,
  tenantId,
})

const receive = (id: string, customer: string) =>
  hub.receive([arrivalOf({ connectionId: hub.connectionId, order: wireOrder({ id, customer }) })])

const actions = async () => {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ n: number }>`select count(*) as n from staff_actions`.execute(trx),
  )
  return rows[0]?.n
}

test('a link applies what waited, once however often it is pressed, and both logs tell it', async () => {
  await receive('w1', 'C-9')
  await receive('w2', 'C-9')
  const tenantId = await hub.addTenant('ninth')
  const commandId = randomUUID()
  const command = linkOf('C-9', tenantId)
  const results = await Promise.all(Array.from({ length: 5 }, () => run(command, { commandId })))
  expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
    new Set([JSON.stringify({ type: 'linked', released: 2 })]),
  )
  await eventually(async () => {
    const states = (await readInbox(hub)).map(({ state, verdict }) => `${state} ${verdict ?? ''}`)
    expect(states).toEqual(['done applied', 'done applied'])
  })
  expect(await actions()).toBe(1)
  const audit = await withTenant(hub.db, tenantId, async (trx) => {
    const { rows } = await sql`
      select actor_kind, actor_name, action, subject_label, changes from audit_entries
      where actor_kind = 'staff'`.execute(trx)
    return rows
  })
  expect(audit).toEqual([
    {
      actor_kind: 'staff',
      actor_name: 'Tomas Hrubý',
      action: 'link.created',
      subject_label: 'C-9',
      changes: { connection: { from: null, to: 'Order system' } },
    },
  ])
  expect(await readAudit(hub, 'C-1')).toEqual([])
})

test('what cannot be done is refused with its reason, and so is who may not', async () => {
  const { connectionId } = hub
  const unknown = newId<never>()
  const c1 = hub.tenantOf('C-1')
  const refusals: [StaffCommand, string][] = [
    [linkOf('C-2', c1), 'linked_elsewhere'],
    [linkOf('C-7', unknown), 'unknown_tenant'],
    [linkOf('C-7', c1, unknown), 'unknown_connection'],
    [{ type: 'backfill', connectionId: unknown }, 'unknown_connection'],
    [{ type: 'cancel_run', runId: unknown }, 'unknown_run'],
    [{ type: 'reconcile', connectionId: unknown, tenantId: null }, 'unknown_connection'],
    [{ type: 'reconcile', connectionId, tenantId: unknown }, 'tenant_not_linked'],
    [{ type: 'repair', runId: unknown }, 'unknown_run'],
    [{ type: 'dry_run', connectionId, eventId: unknown }, 'nothing_to_compare'],
  ]
  for (const [command, reason] of refusals) {
    expect(await run(command)).toEqual({ type: 'refused', reason })
  }
  const command = { type: 'backfill', connectionId } as const
  expect(await run(command, { staff: agent })).toEqual({ type: 'refused', reason: 'not_allowed' })
  await withSystem(hub.db, (trx) => sql`update connections set state = 'disabled'`.execute(trx))
  expect(await run(command)).toEqual({ type: 'refused', reason: 'connection_not_active' })
  await withSystem(hub.db, (trx) => sql`update connections set state = 'active'`.execute(trx))
})

test('a backfill begins, is not begun twice, and ends when it is cancelled', async () => {
  const { connectionId } = hub
  const first = await run({ type: 'backfill', connectionId })
  const second = await run({ type: 'backfill', connectionId })
  expect(first).toMatchObject({
    type: 'backfill_started',
    runs: [{ kind: 'order' }, { kind: 'project' }],
  })
  expect(second).toEqual(first)
  const runId = first.type === 'backfill_started' ? first.runs[0]?.runId : undefined
  const cancel = { type: 'cancel_run', runId: runId as RunId, reason: 'Not now.' } as const
  expect(await run(cancel)).toEqual({ type: 'run_cancelled' })
  expect(await run(cancel)).toEqual({ type: 'refused', reason: 'run_has_ended' })
  const { rows } = await withSystem(hub.db, (trx) =>
    sql`select kind, state, reason, started_by from runs order by kind`.execute(trx),
  )
  const by = { started_by: 'Tomas Hrubý' }
  expect(rows).toEqual([
    { kind: 'order', state: 'cancelled', reason: 'Cancelled by Tomas Hrubý: Not now.', ...by },
    { kind: 'project', state: 'running', reason: null, ...by },
  ])
})

/** Where each command is written down: with the customer it is about, or with the operator when it is about no one. */
const TOLD: Record<StaffCommand['type'], 'audit_entries' | 'staff_actions'> = {
  link: 'audit_entries',
  backfill: 'staff_actions',
  resync: 'staff_actions',
  rebuild: 'staff_actions',
  reconcile: 'staff_actions',
  repair: 'staff_actions',
  poll: 'staff_actions',
  pause: 'staff_actions',
  resume: 'staff_actions',
  replay: 'staff_actions',
  dry_run: 'staff_actions',
  approve_deletions: 'staff_actions',
  cancel_run: 'staff_actions',
  staff_invite: 'staff_actions',
  staff_resend: 'staff_actions',
  staff_withdraw: 'staff_actions',
  staff_role: 'staff_actions',
  staff_disable: 'staff_actions',
  staff_enable: 'staff_actions',
  staff_reset_factor: 'staff_actions',
  staff_end_sessions: 'staff_actions',
}

const asOwner = async <T>(query: RawBuilder<T>): Promise<T | undefined> =>
  (await withSystem(hub.owner, (trx) => query.execute(trx))).rows[0]

/** Everything that a command could change. */
const stateNow = async (): Promise<string | undefined> =>
  (
    await asOwner(sql<{ state: string }>`
      select concat_ws(' ', (select count(*) from links), (select count(*) from staff_actions),
        (select string_agg(state, ' ') from connections),
        (select count(*) from runs where state = 'running'), (select count(*) from inbox where state = 'quarantined'), (select string_agg(s::text, ' ' order by id) from staff s),
        (select count(*) from staff_sessions where ended_at is null),
        (select count(*) from staff_totp_secrets), (select count(*) from account_mails),
        (select string_agg(t::text, ' ' order by token_hash) from single_use_tokens t)) as state`)
  )?.state

/** Somebody of staff whom this command could be about. */
async function addColleague(type: StaffCommand['type']): Promise<StaffId> {
  const id = newId<StaffId>()
  const isInvited = type === 'staff_resend' || type === 'staff_withdraw'
  await asOwner(sql`
    insert into staff (id, email, name, role, password_hash, invited_until, disabled_at)
    values (${id}, ${`${id}@halden.example`}, 'Ada Byron', 'agent', ${isInvited ? null : 'x'},
      ${isInvited ? sql`now() + interval '1 day'` : null}, ${type === 'staff_enable' ? sql`now()` : null})`)
  if (isInvited) return id
  await asOwner(
    sql`insert into staff_totp_secrets (staff_id, state, sealed) values (${id}, 'active', 'x')`,
  )
  await asOwner(sql`
    insert into staff_sessions (id_hash, staff_id, expires_at)
    values (${randomBytes(32)}, ${id}, now() + interval '1 hour')`)
  return id
}

/** @returns an event that was set aside */
async function quarantine(): Promise<InboxId> {
  const id = newId<InboxId>()
  await asOwner(sql`
    insert into inbox (id, connection_id, event_key, event_type, kind, external_id, tenant_id, body, state, verdict,
      reason, attempts, finished_at)
    values (${id}, ${hub.connectionId}, ${id}, 'order.updated', 'order', ${id}, ${hub.tenantOf('C-1')},
      '{}', 'quarantined', 'quarantined', 'crashed the worker three times', 3, now())`)
  return id
}

async function commandOf(type: StaffCommand['type'], commandId: string): Promise<StaffCommand> {
  const { connectionId } = hub
  switch (type) {
    case 'link':
      return linkOf('C-told', await hub.addTenant('told'))
    case 'backfill':
    case 'resync':
    case 'rebuild':
      return { type, connectionId }
    case 'reconcile':
      return { type, connectionId, tenantId: hub.tenantOf('C-1') }
    case 'repair': {
      const runId = newId<RunId>()
      await asOwner(sql`
        insert into runs (id, connection_id, kind, lane, started_by, state, differing)
        values (${runId}, ${connectionId}, 'order', 'reconcile', 'test', 'completed', 1)`)
      await asOwner(sql`
        insert into run_differences (run_id, external_id, tenant_id, difference, version)
        values (${runId}, 'o-told', ${hub.tenantOf('C-1')}, 'differing', 7)`)
      return { type, runId }
    }
    case 'poll':
      return { type, connectionId, reason: 'It was repaired.' }
    case 'pause':
      return { type, connectionId, reason: 'The source is being moved.' }
    case 'resume':
      await asOwner(sql`update connections set state = 'paused'`)
      return { type, connectionId, reason: 'It is back.' }
    case 'replay':
    case 'dry_run': {
      const eventId = await quarantine()
      return { type, connectionId, eventId }
    }
    case 'approve_deletions': {
      const runId = newId<RunId>()
      await asOwner(sql`
        insert into runs (id, connection_id, kind, lane, started_by, state, finds_deletions)
        values (${runId}, ${connectionId}, 'order', 'backfill', 'test', 'awaiting_approval', true)`)
      return { type, runId }
    }
    case 'cancel_run': {
      const started = await run({ type: 'backfill', connectionId })
      const runId = started.type === 'backfill_started' ? started.runs[0]?.runId : undefined
      return { type, runId: runId as RunId }
    }
    case 'staff_invite': {
      const person = JSON.stringify({ name: 'Bo Lund', email: 'bo@halden.example' })
      const place = { owner: commandId, field: INVITEE_FIELD }
      return { type, role: 'agent', sealed: seal(hub.deps.keyring, place, person) }
    }
    case 'staff_role':
      return { type, role: 'operations', staffId: await addColleague(type) }
    default:
      return { type, staffId: await addColleague(type) }
  }
}

test.each(Object.keys(TOLD) as StaffCommand['type'][])(
  'a %s that cannot be written down is not done (P04)',
  async (type) => {
    const commandId = randomUUID()
    const command = await commandOf(type, commandId)
    const before = await stateNow()
    const table = sql.table(TOLD[type])
    await asOwner(sql`alter table ${table} add constraint broken check (false) not valid`)
    const perform = createPerformStaffCommand(hub.deps)
    const args = { commandId, staff: admin, command }
    await expect(perform(args)).rejects.toThrow('broken')
    expect(await stateNow()).toBe(before)
    await asOwner(sql`alter table ${table} drop constraint broken`)
    expect((await perform(args)).type).not.toBe('refused')
    expect(await stateNow()).not.toBe(before)
    const { rows } = await withSystem(hub.db, (trx) =>
      sql<{ id: RunId }>`select id from runs where state = 'running'`.execute(trx),
    )
    for (const { id } of rows) await run({ type: 'cancel_run', runId: id })
    await asOwner(sql`update connections set state = 'active'`)
  },
)
