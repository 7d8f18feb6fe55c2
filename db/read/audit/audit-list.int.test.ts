/** The audit log as read: own tenant, own modules, filters, search, pages without gaps, and secrets masked again. */
import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MODULES, type Module } from '#workflows/contracts/access.ts'
import { MASKED, type AuditActorKind } from '#workflows/contracts/audit.ts'
import { newId, type PersonId, type StaffId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertTenant } from '../../testing/rows.ts'
import { writeAudit, type AuditEntry } from '../../write/audit.ts'
import type { AuditAccess } from './audit-access.ts'
import { AUDIT_VIEWS } from './audit-filter.ts'
import { listAudit, type AuditQuery } from './audit-list.ts'

let database: TestDatabase
let app: Database
let superuser: pg.Client
let ours: TenantId
let theirs: TenantId
const SARAH = newId<PersonId>()
const PRIYA = newId<StaffId>()

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  superuser = new pg.Client({ connectionString: database.superuserUrl })
  await superuser.connect()
  const owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 1 })
  ours = await insertTenant(owner, { slug: 'ours' })
  theirs = await insertTenant(owner, { slug: 'theirs' })
  await owner.close()
  await write(ours, 'member', { action: 'customer.updated', subjectLabel: 'Northgate' })
  await write(ours, 'staff', { action: 'link.created', subjectLabel: 'C-7' })
  await write(ours, 'source', {
    action: 'order.updated',
    subjectLabel: 'SO-1842',
    changes: {
      total: { from: { minor: 5, currency: 'EUR' }, to: { minor: 7, currency: 'EUR' } },
      state: { from: 'packed', to: 'delivered' },
    },
  })
  await write(ours, 'member', { action: 'orders.exported', subjectLabel: 'CSV' })
  await write(ours, 'member', { action: 'authz.denied', module: 'billing' })
  for (let i = 0; i < 5; i++) await write(theirs, 'member', { action: 'orders.exported' })
})

afterAll(async () => {
  await superuser.end()
  await app.close()
  await database.drop()
})

const ACTORS: Record<AuditActorKind, { id: string | null; name: string }> = {
  member: { id: SARAH, name: 'Sarah' },
  staff: { id: PRIYA, name: 'Priya' },
  source: { id: newId(), name: 'Order system' },
  api_key: { id: newId(), name: 'ERP key' },
  system: { id: null, name: '' },
}

const write = (to: TenantId, kind: AuditActorKind, facts: Partial<AuditEntry>): Promise<void> =>
  withTenant(app, to, (trx) =>
    writeAudit(trx, { kind, ...ACTORS[kind] }, [
      {
        ...{ action: 'order.updated', subjectId: null, subjectLabel: '', changes: {} },
        requestId: null,
        ...facts,
      },
    ]),
  )

const EVERYTHING: AuditAccess = { modules: MODULES, amountsOf: MODULES, ownOnly: null }
const ALL: AuditQuery = {
  ...{ view: 'all', q: '', who: [], modules: [], groups: [], from: null, to: null },
  ...{ timeZone: 'UTC', direction: 'desc', actionsOf: () => [] },
}

const list = (
  query: Partial<AuditQuery> & { cursor?: string | null; limit?: number } = {},
  access = EVERYTHING,
  tenant = ours,
) =>
  withTenant(
    app,
    tenant,
    (trx) => listAudit(trx, access, { ...ALL, cursor: null, limit: 50, ...query }),
    { readOnly: true },
  )

const actions = async (...asked: Parameters<typeof list>): Promise<string[]> =>
  (await list(...asked)).rows.map(({ action }) => action)

const NEWEST_FIRST = [
  'authz.denied',
  'orders.exported',
  'order.updated',
  'link.created',
  'customer.updated',
]

describe('the audit log', () => {
  it('is read newest first or oldest first, of the own tenant only', async () => {
    expect(await actions()).toEqual(NEWEST_FIRST)
    expect(await actions({ direction: 'asc' })).toEqual(NEWEST_FIRST.toReversed())
    expect((await list()).total).toEqual({ count: 5, more: false })
    expect(await actions({}, EVERYTHING, theirs)).toHaveLength(5)
  })

  it.each([
    ['people', ['authz.denied', 'orders.exported', 'link.created', 'customer.updated']],
    ['staff', ['link.created']],
    ['systems', ['order.updated']],
    ['denied', ['authz.denied']],
  ] as const)('has a view of %s', async (view, expected) => {
    expect(await actions({ view })).toEqual(expected)
    expect((await list({ view })).total.count).toBe(expected.length)
  })

  it('is filtered by person, module, kind of act and days of the reader', async () => {
    expect(await actions({ who: [PRIYA] })).toEqual(['link.created'])
    expect(await actions({ who: [newId()] })).toEqual([])
    expect(await actions({ modules: ['orders'] })).toEqual(['orders.exported', 'order.updated'])
    expect(await actions({ groups: ['read'] })).toEqual(['orders.exported'])
    expect(await actions({ from: '2020-01-01', to: '2020-12-31' })).toEqual([])
    expect(await actions({ from: '2020-01-01' })).toEqual(NEWEST_FIRST)
    await expect(list({ from: '2026-02-30' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('is searched in names and in the words of what was done', async () => {
    expect(await actions({ q: 'so-18' })).toEqual(['order.updated'])
    expect(await actions({ q: 'sarah northgate' })).toEqual(['customer.updated'])
    const actionsOf = (word: string) =>
      word === 'downloaded' ? (['orders.exported'] as const) : []
    expect(await actions({ q: 'Sarah downloaded', actionsOf })).toEqual(['orders.exported'])
    for (const q of ['%', '_', '\\', "' or 1=1 --", 'a\0b', '%_%_%_%', 'x'.repeat(300)]) {
      expect(await actions({ q })).toEqual([])
    }
  })

  it('names who acted lately, and never a source', async () => {
    expect((await list()).people).toEqual([
      { id: PRIYA, name: 'Priya', kind: 'staff' },
      { id: SARAH, name: 'Sarah', kind: 'member' },
    ])
  })

  it('shows of other modules neither entries nor counts, and amounts only where they may be seen', async () => {
    const only = (modules: readonly Module[]): AuditAccess => ({ ...EVERYTHING, modules })
    expect(await actions({}, only(['orders']))).toEqual(['orders.exported', 'order.updated'])
    expect((await list({}, only(['team']))).total).toEqual({ count: 0, more: false })
    expect((await list({}, only(['team']))).people).toEqual([])
    const own = { ...EVERYTHING, ownOnly: SARAH }
    expect(await actions({}, own)).not.toContain('link.created')
    const [order] = (await list({ q: 'so-1842' }, { ...EVERYTHING, amountsOf: ['billing'] })).rows
    expect(Object.keys(order?.changes ?? {})).toEqual(['state'])
    expect(Object.keys((await list({ q: 'so-1842' })).rows[0]?.changes ?? {})).toHaveLength(2)
  })

  it('masks secrets again when it is read, whoever wrote them', async () => {
    await withTenant(app, ours, (trx) =>
      sql`insert into audit_entries (tenant_id, id, actor_kind, actor_name, action, module, subject_kind,
          subject_label, changes)
        values (${ours}, ${newId()}, 'system', '', 'planted', 'settings', 'tenant', 'planted',
          ${JSON.stringify({ clientSecret: { from: 'old-hush', to: 'new-hush' } })}::jsonb)`.execute(
        trx,
      ),
    )
    const [row] = (await list({ q: 'planted' })).rows
    expect(row?.changes).toEqual({ clientSecret: { from: MASKED, to: MASKED } })
  })

  it('is paged without a gap or a repetition, also between entries of one instant, both ways', async () => {
    await withTenant(app, theirs, (trx) =>
      writeAudit(
        trx,
        { kind: 'member', ...ACTORS.member },
        Array.from({ length: 60 }, (_, n) => ({
          ...{ action: 'order.updated', subjectId: null, subjectLabel: `n${n}` },
          ...{ changes: {}, requestId: null },
        })),
      ),
    )
    const pageAt = (cursor: string | null) => list({ cursor, limit: 7 }, EVERYTHING, theirs)
    const seen: string[] = []
    let page = await pageAt(null)
    seen.push(...page.rows.map(({ id }) => id))
    while (page.next !== null) {
      page = await pageAt(page.next)
      seen.push(...page.rows.map(({ id }) => id))
    }
    expect(new Set(seen).size).toBe(65)
    expect(seen).toHaveLength(65)
    const back = await pageAt(page.previous)
    expect(back.rows.at(-1)?.id).toBe(seen.at(-(page.rows.length + 1)))
    await expect(list({ cursor: 'tampered' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

it('every view of a long log walks an index and looks at no more rows than it must', async () => {
  await superuser.query(
    `insert into audit_entries (tenant_id, id, at, actor_kind, actor_id, actor_name, action, module, subject_kind,
       subject_label)
     select $1, gen_random_uuid(), now() - n * interval '1 minute',
       case when n % 500 = 0 then 'member' else 'source' end, $2, 'Sarah', 'order.updated', 'orders', 'order', 'SO-' || n
     from generate_series(1, 60000) n`,
    [theirs, SARAH],
  )
  await superuser.query('analyze audit_entries')
  for (const view of AUDIT_VIEWS) {
    const started = performance.now()
    await list({ view }, EVERYTHING, theirs)
    expect(performance.now() - started).toBeLessThan(2_000)
  }
  const plan = await withTenant(app, theirs, async (trx) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select id from audit_entries a
      where a.tenant_id = ${theirs} and a.module = any('{orders}') and a.actor_kind in ('member', 'staff', 'api_key')
      order by a.at desc, a.id desc limit 51`.execute(trx)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain('audit_entries_of_people')
})
