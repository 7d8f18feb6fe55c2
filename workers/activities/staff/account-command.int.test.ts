/** Accounts of staff: who may change whom, what ends with it, and that the last administrator stays. */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring, seal } from '#db/secrets.ts'
import { openMail } from '#db/system/account-mails.ts'
import { changeStaff } from '#db/system/staff/accounts.ts'
import { withSystem } from '#db/system/system.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { INVITEE_FIELD, type StaffAccountCommand } from '#workflows/contracts/staff/accounts.ts'
import { createPerformStaffCommand } from './perform-staff-command.ts'

const keyring = createKeyring(`k1:${randomBytes(32).toString('base64')}`)
let database: TestDatabase
let db: Database
let sql: pg.Pool
let perform: ReturnType<typeof createPerformStaffCommand>
const mailed: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 10 })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 4 })
  perform = createPerformStaffCommand({
    ...{ db, keyring, logger: createLogger('test', 'silent'), poke: () => undefined },
    gateway: {
      resumeBackfill: () => Promise.resolve(),
      pollNow: () => Promise.resolve(),
      startAccountMail: ({ mailId }) => {
        mailed.push(mailId)
        return Promise.resolve()
      },
    },
    alerts: { email: null, sms: null, publicUrl: 'https://portal.halden.example' },
  })
})

afterAll(async () => {
  await Promise.all([db.close(), sql.end()])
  await database.drop()
})

beforeEach(async () => {
  mailed.length = 0
  await sql.query('delete from view_as_sessions')
  for (const table of ['staff_actions', 'staff_sessions', 'staff_totp_secrets', 'staff']) {
    await sql.query(`delete from ${table}`)
  }
})

interface Person {
  id: StaffId
  name: string
}

async function add(role: StaffRole, name = 'Ada Byron'): Promise<Person> {
  const id = newId<StaffId>()
  await sql.query(
    `insert into staff (id, email, name, role, password_hash) values ($1, $2, $3, $4, 'x')`,
    [id, `${id}@halden.example`, name, role],
  )
  await sql.query(
    `insert into staff_totp_secrets (staff_id, state, sealed) values ($1, 'active', 'x')`,
    [id],
  )
  return { id, name }
}

const signIn = (staff: Person): Promise<unknown> =>
  sql.query(
    `insert into staff_sessions (id_hash, staff_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [randomBytes(32), staff.id],
  )

const act = (
  staff: Person,
  command: StaffAccountCommand,
  commandId: string = randomUUID(),
): Promise<StaffCommandResult> => perform({ commandId, staff, command })

function invite(staff: Person, email: string, role: StaffRole = 'agent') {
  const commandId = randomUUID()
  const place = { owner: commandId, field: INVITEE_FIELD }
  const sealed = seal(keyring, place, JSON.stringify({ name: 'Bo Lund', email }))
  return act(staff, { type: 'staff_invite', role, sealed }, commandId)
}

const staffRow = async (id: StaffId) => {
  const { rows } = await sql.query<{ role: string; disabled: boolean; live: number }>(
    `select role, disabled_at is not null as disabled,
       (select count(*)::int from staff_sessions where staff_id = $1 and ended_at is null) as live
     from staff where id = $1`,
    [id],
  )
  return rows[0]
}

const refused = (reason: string) => ({ type: 'refused', reason })

async function lastMail(): Promise<Record<string, string>> {
  const { rows } = await sql.query<{ id: string; sealed: string; template: string }>(
    'select id, sealed, template from account_mails order by created_at desc, id desc limit 1',
  )
  const { id = '', sealed = '', template = '' } = rows[0] ?? {}
  return { template, ...openMail(keyring, { id, sealed }).values }
}

describe('an invitation', () => {
  it('makes an account without a way in, and mails a link of 256 bits that only the mail has', async () => {
    const admin = await add('admin', 'Mara Lindt')
    expect(await invite(admin, 'bo@halden.example', 'operations')).toEqual({
      ...{ type: 'staff_done', name: 'Bo Lund' },
      ...{ from: null, ended: 0 },
    })
    const mail = await lastMail()
    expect(mail).toMatchObject({
      ...{ template: 'staff-invitation', inviter: 'Mara Lindt', role: 'operations', days: '7' },
      host: 'portal.halden.example',
    })
    const token = /\/admin\/invitation\/([\w-]{43})$/.exec(mail['link'] ?? '')?.[1] ?? ''
    const { rows } = await sql.query<{ days: number; dump: string }>(
      `select extract(epoch from t.expires_at - t.created_at)::int / 86400 as days,
         concat(t::text, s::text, (select string_agg(a::text, '') from staff_actions a),
           (select string_agg(m::text, '') from account_mails m)) as dump
       from staff s join single_use_tokens t on t.subject = s.id::text
       where s.email = 'bo@halden.example' and s.password_hash is null and s.invited_until is not null`,
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.days).toBe(7)
    expect(rows[0]?.dump).not.toContain(token)
    expect(mailed).toHaveLength(1)
  })

  it('is one per address, renewed by a new link, and leaves nothing when it is withdrawn', async () => {
    const admin = await add('admin')
    await invite(admin, 'cleo@halden.example')
    expect(await invite(admin, 'cleo@halden.example')).toEqual(refused('email_taken'))
    const { rows } = await sql.query<{ id: StaffId }>(
      `select id from staff where email = 'cleo@halden.example'`,
    )
    const staffId = rows[0]?.id ?? newId<StaffId>()
    const first = (await lastMail())['link']
    expect((await act(admin, { type: 'staff_resend', staffId })).type).toBe('staff_done')
    expect((await lastMail())['link']).not.toBe(first)
    const tokens = () => sql.query('select 1 from single_use_tokens where subject = $1', [staffId])
    expect((await tokens()).rowCount).toBe(1)
    expect(await act(admin, { type: 'staff_disable', staffId })).toEqual(refused('unchanged'))
    expect((await act(admin, { type: 'staff_withdraw', staffId })).type).toBe('staff_done')
    expect((await tokens()).rowCount).toBe(0)
    expect(await staffRow(staffId)).toBeUndefined()
    expect(await act(admin, { type: 'staff_resend', staffId })).toEqual(refused('unknown_staff'))
  })
})

describe('a change', () => {
  it('ends what it says it ends, tells whom it is about, and is written down', async () => {
    const admin = await add('admin', 'Mara Lindt')
    const ada = await add('operations')
    const done = (ended: number) => ({ type: 'staff_done', name: 'Ada Byron', from: null, ended })
    for (const times of [3, 2, 1]) {
      for (let i = 0; i < times; i++) await signIn(ada)
      const type = (['staff_disable', 'staff_end_sessions', 'staff_reset_factor'] as const)[
        3 - times
      ]
      expect(await act(admin, { type: type ?? 'staff_disable', staffId: ada.id })).toEqual(
        done(times),
      )
      expect((await staffRow(ada.id))?.live).toBe(0)
      expect(await lastMail()).toMatchObject({ template: 'staff-notice', who: 'Mara Lindt' })
      await act(admin, { type: 'staff_enable', staffId: ada.id })
    }
    const { rows } = await sql.query('select 1 from staff_totp_secrets where staff_id = $1', [
      ada.id,
    ])
    expect(rows).toEqual([])
    expect(await act(admin, { type: 'staff_reset_factor', staffId: ada.id })).toEqual(
      refused('unchanged'),
    )
    const told = await sql.query<{ type: string }>(
      `select command ->> 'type' as type from staff_actions where staff_name = 'Mara Lindt' order by at`,
    )
    expect(told.rows.map(({ type }) => type)).toEqual([
      ...['staff_disable', 'staff_enable', 'staff_end_sessions', 'staff_enable'],
      ...['staff_reset_factor', 'staff_enable', 'staff_reset_factor'],
    ])
  })

  it('is once per command, and tells the role before', async () => {
    const admin = await add('admin')
    const ada = await add('operations')
    const command = { type: 'staff_role', staffId: ada.id, role: 'agent' } as const
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 5 }, () => act(admin, command, id)))
    const done = { type: 'staff_done', name: 'Ada Byron', from: 'operations', ended: 0 }
    expect(answers).toEqual(Array.from({ length: 5 }, () => done))
    expect(await act(admin, command)).toEqual(refused('unchanged'))
  })

  it('is for staff admins, and never for the own account', async () => {
    const people = { agent: await add('agent'), operations: await add('operations') }
    const admin = await add('admin')
    const target = await add('agent')
    const commands: StaffAccountCommand[] = [
      { type: 'staff_role', staffId: target.id, role: 'operations' },
      ...(
        [
          ...['staff_disable', 'staff_enable', 'staff_reset_factor', 'staff_end_sessions'],
          ...['staff_resend', 'staff_withdraw'],
        ] as const
      ).map((type) => ({ type, staffId: target.id })),
    ]
    for (const command of commands) {
      for (const actor of Object.values(people)) {
        expect(await act(actor, command)).toEqual(refused('not_allowed'))
      }
      const own = { ...command, staffId: admin.id } as StaffAccountCommand
      expect(await act(admin, own)).toEqual(refused('own_account'))
    }
    expect(await invite(people.operations, 'no@halden.example')).toEqual(refused('not_allowed'))
    expect(await staffRow(target.id)).toMatchObject({ role: 'agent', disabled: false })
    // What was refused stands in the record as well.
    const { rows } = await sql.query(
      `select 1 from staff_actions where result ->> 'reason' = 'not_allowed'`,
    )
    expect(rows).toHaveLength(commands.length * 2 + 1)
  })
})

describe('the last staff admin', () => {
  it.each(['staff_disable', 'staff_role'] as const)(
    'stays: of 50 tries at once of two who do %s to each other, one is done',
    async (type) => {
      const [a, b] = [await add('admin', 'A'), await add('admin', 'B')]
      const against = ({ id: staffId }: Person): StaffAccountCommand =>
        type === 'staff_role' ? { type, staffId, role: 'agent' } : { type, staffId }
      const tries = Array.from({ length: 50 }, (_, i) =>
        i % 2 === 0 ? act(a, against(b)) : act(b, against(a)),
      )
      const answers = await Promise.all(tries)
      expect(answers.filter((answer) => answer.type === 'staff_done')).toHaveLength(1)
      expect(answers.filter(({ type: is }) => is === 'refused')).toHaveLength(49)
      const { rows } = await sql.query(
        `select 1 from staff where role = 'admin' and disabled_at is null`,
      )
      expect(rows).toHaveLength(1)
    },
  )

  it('stays whoever asks the database: one who was only invited or is disabled does not count', async () => {
    const last = await add('admin')
    const off = await add('admin')
    await sql.query('update staff set disabled_at = now() where id = $1', [off.id])
    await invite(last, 'new@halden.example', 'admin')
    const change = (wish: Parameters<typeof changeStaff>[2]) =>
      withSystem(db, (trx) => changeStaff(trx, last.id, wish))
    for (const role of STAFF_ROLES) {
      expect(await change({ role })).toBe(role === 'admin' ? 'unchanged' : 'last_admin')
    }
    expect(await change({ disabled: true })).toBe('last_admin')
    const other = await add('admin')
    const both = await Promise.all(
      [last, other].map(({ id }) =>
        withSystem(db, (trx) => changeStaff(trx, id, { disabled: true })),
      ),
    )
    expect(both.toSorted()).toEqual(['changed', 'last_admin'])
  })
})
