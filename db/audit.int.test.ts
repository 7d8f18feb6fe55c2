/** Who may touch the audit log, and that whoever did anyway is found: the first row is named (P02). */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { readAsked, reportAudit } from './audit.ts'
import { verifyAudit, type AuditVerdict } from './admin/audit-chain.ts'
import { createDatabase, type Database } from './client.ts'
import { withTenant } from './tenant.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'
import { insertTenant } from './testing/rows.ts'
import { writeMemberAudit, type AuditEntry } from './write/audit.ts'
import { writeLiveEvents } from './write/live-events.ts'

let database: TestDatabase
let app: Database
let staff: Database
let owner: Database
let superuser: pg.Client
let tenantId: TenantId
let slug: string

const SARAH = { id: newId<PersonId>(), name: 'Sarah' }

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test', max: 20 })
  staff = createDatabase({ url: database.staffUrl, name: 'test-staff', max: 2 })
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 2 })
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
})

afterAll(async () => {
  await superuser.end()
  await Promise.all([app.close(), staff.close(), owner.close()])
  await database.drop()
})

beforeEach(async () => {
  slug = `t-${newId().slice(-8)}`
  tenantId = await insertTenant(owner, { slug })
})

const entry = (label: string): AuditEntry => ({
  action: 'company.updated',
  subjectId: newId(),
  subjectLabel: label,
  changes: { street: { from: 'Street A', to: `Street ${label}` } },
  requestId: 'req-1',
})

const write = (label: string, to = tenantId): Promise<void> =>
  withTenant(app, to, (trx) => writeMemberAudit(trx, SARAH, entry(label)))

async function writeSix(): Promise<string[]> {
  for (const label of ['1', '2', '3', '4', '5', '6']) await write(label)
  return ids()
}

/** In the order of the chain. */
async function ids(): Promise<string[]> {
  const { rows } = await superuser.query<{ entry_id: string }>(
    'select entry_id from audit_chain where tenant_id = $1 order by seq',
    [tenantId],
  )
  return rows.map((row) => row.entry_id)
}

const verify = (batch = 2): Promise<AuditVerdict> => verifyAudit(staff, tenantId, { batch })

const asOwner = (statement: string, ...values: unknown[]): Promise<unknown> =>
  withTenant(owner, tenantId, async (trx) => {
    const parts = statement.split('?')
    const text = sql.join(
      parts.flatMap((part, at) =>
        at < values.length ? [sql.raw(part), sql`${values[at]}`] : [sql.raw(part)],
      ),
      sql.raw(''),
    )
    return sql`${text}`.execute(trx)
  })

describe('the audit log', () => {
  it('is whole as long as entries are only added, also one by one and many at once', async () => {
    await writeSix()
    await Promise.all(Array.from({ length: 40 }, (_, n) => write(`p${n}`)))
    const verdict = await verify()
    expect(verdict).toMatchObject({ checked: 46, findings: [], head: { seq: 46 } })
  })

  it.each(['update audit_entries set actor_name = ?', 'delete from audit_entries where ? = ?'])(
    'cannot be changed by the app role: %s',
    async (statement) => {
      await write('1')
      const attempt = withTenant(app, tenantId, (trx) =>
        sql.raw(statement.replaceAll('?', `'x'`)).execute(trx),
      )
      await expect(attempt).rejects.toThrow('permission denied for table audit_entries')
    },
  )

  it.each([
    'select 1 from audit_chain',
    'select 1 from audit_heads',
    'update audit_heads set seq = 0',
    'delete from audit_chain',
    'truncate audit_entries',
  ])('keeps its chain out of reach of the app and the worker: %s', async (statement) => {
    for (const url of [database.appUrl, database.workerUrl]) {
      const db = createDatabase({ url, name: 'test', max: 1 })
      const attempt = withTenant(db, tenantId, (trx) => sql.raw(statement).execute(trx))
      await expect(attempt).rejects.toThrow('permission denied')
      await db.close()
    }
  })

  it('is dated by the clock: no role of a process can say when', async () => {
    const attempt = withTenant(app, tenantId, (trx) =>
      sql`insert into audit_entries (tenant_id, id, at, actor_kind, actor_name, action, module, subject_kind, subject_label)
        values (${tenantId}, ${newId()}, now() - interval '1 year', 'member', 'Sarah', 'a', 'team', 'x', 'x')`.execute(
        trx,
      ),
    )
    await expect(attempt).rejects.toThrow('permission denied for table audit_entries')
  })

  it('covers every column of an entry, so that none can be changed unseen', async () => {
    await writeSix()
    const { rows } = await superuser.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = 'audit_entries'::regclass and attnum > 0 and not attisdropped
         and attname not in ('tenant_id', 'id')`,
    )
    const [, second = ''] = await ids()
    for (const { name, type } of rows) {
      const value =
        type === 'uuid'
          ? 'gen_random_uuid()'
          : type === 'jsonb'
            ? `'{"a": 1}'`
            : type === 'timestamp with time zone'
              ? `now() + interval '1 microsecond'`
              : name === 'actor_kind'
                ? `'system'`
                : `'tampered'`
      await superuser.query('begin')
      await superuser.query(`create temp table kept as select * from audit_entries where id = $1`, [
        second,
      ])
      await superuser.query('commit')
      await superuser.query(`update audit_entries set ${name} = ${value} where id = $1`, [second])
      expect([name, (await verify()).findings[0]?.entryId]).toEqual([name, second])
      await superuser.query(
        `update audit_entries e set ${name} = kept.${name} from kept where kept.id = e.id`,
      )
      await superuser.query('drop table kept')
    }
    expect((await verify()).findings).toEqual([])
  })
})

describe('tampering by the owner of the tables is named', () => {
  it('a changed row', async () => {
    const [, , third = ''] = await writeSix()
    await asOwner(`update audit_entries set changes = '{}' where id = ?`, third)
    expect((await verify()).findings).toMatchObject([{ type: 'changed', seq: 3, entryId: third }])
  })

  it('a removed row, and a removed row whose link went with it', async () => {
    const [, second = '', , fourth = ''] = await writeSix()
    await asOwner('delete from audit_entries where id = ?', fourth)
    expect((await verify()).findings).toMatchObject([{ type: 'removed', seq: 4, entryId: fourth }])
    await asOwner('delete from audit_entries where id = ?', second)
    await asOwner('delete from audit_chain where entry_id = ?', second)
    expect((await verify()).findings).toMatchObject([{ type: 'removed', seq: 2, entryId: null }])
  })

  it('the last rows, cut off with their links, also after more was written', async () => {
    const [, , , , fifth = '', sixth = ''] = await writeSix()
    for (const id of [fifth, sixth]) {
      await asOwner('delete from audit_entries where id = ?', id)
      await asOwner('delete from audit_chain where entry_id = ?', id)
    }
    expect((await verify()).findings).toMatchObject([{ type: 'removed', seq: 5 }])
    await write('7')
    expect((await verify()).findings).toMatchObject([{ type: 'removed', seq: 5 }])
  })

  it('a row slipped in past the trigger', async () => {
    await writeSix()
    const slipped = newId()
    await superuser.query('alter table audit_entries disable trigger audit_entries_chain')
    await asOwner(
      `insert into audit_entries (tenant_id, id, actor_kind, actor_name, action, module, subject_kind, subject_label)
       values (?, ?, 'member', 'Sarah', 'company.updated', 'company', 'company', 'x')`,
      tenantId,
      slipped,
    )
    await superuser.query('alter table audit_entries enable trigger audit_entries_chain')
    await write('7')
    expect((await verify()).findings).toMatchObject([{ type: 'inserted', entryId: slipped }])
  })

  it('a chain computed anew, against a head that was noted down', async () => {
    const [, , third = ''] = await writeSix()
    const { head } = await verify()
    await write('7')
    await asOwner(`update audit_entries set actor_name = 'Mallory' where id = ?`, third)
    await superuser.query(
      `do $$ declare e record; link bytea := ''; begin
         for e in select c.seq, app.audit_text(a) as content from audit_chain c
           join audit_entries a on a.tenant_id = c.tenant_id and a.id = c.entry_id
           where c.tenant_id = '${tenantId}' order by c.seq loop
           link := sha256(link || convert_to(e.content, 'UTF8'));
           update audit_chain set hash = link where tenant_id = '${tenantId}' and seq = e.seq;
         end loop;
         update audit_heads set hash = link where tenant_id = '${tenantId}';
       end $$`,
    )
    expect((await verify()).findings).toEqual([])
    const verdict = await verifyAudit(staff, tenantId, { noted: head })
    expect(verdict.findings).toMatchObject([{ type: 'rewritten', seq: 6 }])
  })

  it('by the command, with what the row says and the tenant it is in; others stay whole', async () => {
    const [first = ''] = await writeSix()
    await asOwner(`update audit_entries set action = 'order.deleted' where id = ?`, first)
    const other = await insertTenant(owner, { slug: `${slug}-other` })
    await write('1', other)
    const report = async (args: string[]): Promise<[boolean, string]> => {
      const lines: string[] = []
      const isWhole = await reportAudit(staff, readAsked(args), (line) => lines.push(line))
      return [isWhole, lines.join('\n')]
    }
    const [isWhole, text] = await report(['verify', '--tenant', slug])
    expect(isWhole).toBe(false)
    expect(text).toContain(`entry 1 was changed (${first}, order.deleted, `)
    const [othersWhole, clean] = await report(['verify', '--tenant', `${slug}-other`])
    expect(othersWhole).toBe(true)
    const noted = /head (\d+:[0-9a-f]{64})/.exec(clean)?.[1] ?? ''
    const again = ['verify', '--tenant', `${slug}-other`, '--head', noted]
    expect((await report(again))[0]).toBe(true)
    expect((await report(['verify']))[0]).toBe(false)
    await expect(report(['verify', '--tenant', 'nobody'])).rejects.toThrow('There is no tenant')
  })

  it.each([[[]], [['check']], [['verify', '--head', '1:ab']], [['verify', '--what']]])(
    'and the command says how it is used when given %j',
    (args) => {
      expect(() => readAsked(args)).toThrow('Usage: npm run audit')
    },
  )
})

describe('writers lock in one order', () => {
  it('an entry after live events is refused, since it could wait for another writer for ever', async () => {
    const live = { module: 'orders', kind: 'order', version: 1, requestId: null } as const
    const attempt = withTenant(app, tenantId, async (trx) => {
      await writeLiveEvents(trx, [{ ...live, recordId: newId(), ownerPersonIds: [] }])
      await writeMemberAudit(trx, SARAH, entry('late'))
    })
    await expect(attempt).rejects.toThrow('The audit log is written before live events.')
    await withTenant(app, tenantId, async (trx) => {
      await writeMemberAudit(trx, SARAH, entry('first'))
      await writeLiveEvents(trx, [{ ...live, recordId: newId(), ownerPersonIds: [] }])
      await writeMemberAudit(trx, SARAH, entry('second'))
    })
    expect(await verify()).toMatchObject({ checked: 2, findings: [] })
  })

  it('two hundred writers of two tenants at once end without a deadlock, and both logs are whole', async () => {
    const other = await insertTenant(owner, { slug: `${slug}-b` })
    const live = { module: 'orders', kind: 'order', version: 1, requestId: null } as const
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        withTenant(app, n % 2 === 0 ? tenantId : other, async (trx) => {
          await writeMemberAudit(trx, SARAH, entry(`w${n}`))
          await writeLiveEvents(trx, [{ ...live, recordId: newId(), ownerPersonIds: [] }])
        }),
      ),
    )
    expect(await verify(30)).toMatchObject({ checked: 100, findings: [] })
    expect(await verifyAudit(staff, other)).toMatchObject({ checked: 100, findings: [] })
  })
})
