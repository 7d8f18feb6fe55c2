/** Somebody who asks HubSpot to be forgotten is forgotten here: no table holds a word of theirs, and nothing brings it back. */
import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { verifyAudit } from '#db/admin/audit-chain.ts'
import { createDatabase, type Database } from '#db/client.ts'
import { noteDifferences } from '#db/system/differences.ts'
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import { startRun } from '#db/system/runs.ts'
import { findSyncConnection } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import type { RecordPage } from '#integrations/kit/connector.ts'
import { storePage } from './pages/store-page.ts'
import { startCrm, type Crm } from './testing/crm.ts'

const CANARY = 'Quitzow-Aurelia'
const properties = { firstname: CANARY, email: `${CANARY}@mill.example`, phone: `+49 ${CANARY}` }

let crm: Crm
let superuser: pg.Client
let staff: Database

beforeAll(async () => {
  crm = await startCrm(['2100', '2200'])
  const { superuserUrl, passwords } = inject('postgres')
  const at = (url: string) =>
    Object.assign(new URL(url), { pathname: new URL(crm.hub.ownerUrl).pathname })
  superuser = new pg.Client({ connectionString: at(superuserUrl).href })
  await superuser.connect()
  const staffUrl = Object.assign(at(superuserUrl), {
    username: 'portside_staff',
    password: passwords.staff,
  })
  staff = createDatabase({ url: staffUrl.href, name: 'test-staff', max: 1 })
})
afterAll(async () => {
  await superuser.end()
  await staff.close()
  await crm.close()
})

/** Tables and rows in which the word stands, whatever their columns are called. */
async function rowsWith(word: string): Promise<string[]> {
  const { rows: tables } = await superuser.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  expect(tables.length).toBeGreaterThan(40)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await superuser.query<{ row: string }>(
      `select t::text as row from ${name} t where position($1 in t::text) > 0`,
      [word],
    )
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}

const contactsOf = (of: string) =>
  crm.rows(
    of,
    sql<{ id: string; name: string; gone: boolean }>`
      select external_id as id, name, deleted_at is not null as gone from contacts order by 1`,
  )

async function pageOfContacts(): Promise<RecordPage> {
  const connection = await withSystem(crm.hub.db, (trx) =>
    findSyncConnection(trx, crm.hub.connectionId),
  )
  if (!connection) throw new Error('There is no connection.')
  const reader = crm.hub.deps.readerFor(connection)
  return reader.list('contact', { changedSince: null, cursor: null, limit: 100 })
}

async function store(page: RecordPage): Promise<void> {
  const { deps, connectionId } = crm.hub
  const context = { deps, connectionId, source: 'hubspot', kind: 'contact', lane: 'poll' } as const
  const { arrivals } = await storePage(context, page)
  await withSystem(deps.db, (trx) => storeArrivals(trx, connectionId, arrivals))
  await crm.drain()
}

/** A reconciliation that found their record to be another one at the source. */
async function compared(externalId: string): Promise<void> {
  const { hub } = crm
  await withSystem(hub.db, async (trx) => {
    const runId = await startRun(trx, {
      ...{ connectionId: hub.connectionId, kind: 'contact', lane: 'reconcile' },
      startedBy: 'test',
    })
    const changes = { name: { from: 'Ada', to: CANARY } }
    const found = { externalId, tenantId: hub.tenantOf('2200'), version: 1, changes }
    await noteDifferences(trx, runId, [{ ...found, difference: 'differing' }])
  })
}

/** As if it had been on its way all the time: the same words under an event nobody knows. */
const unheardOf = (body: Buffer, turn: number): Buffer =>
  Buffer.from(body.toString().replace(/"eventId":\d+/g, `"eventId":${4_000_000_000 + turn}`))

test('whatever held the person holds nothing of them, in every tenant that ever knew them', async () => {
  const { sandbox, hub } = crm
  const companies = ['2100', '2200'].map((id) => ({ id, properties: { name: `Mill ${id}` } }))
  await sandbox.control('/hubspot/seed', { companies, at: Date.now() - 60_000 })
  await crm.act('contacts', { id: '29', properties })
  await crm.act('contacts', { id: '28', properties: { ...properties, jobtitle: CANARY } })
  // Without a company they wait in the inbox, with what a page says of them.
  await store(await pageOfContacts())
  await crm.receive(
    Buffer.from(
      JSON.stringify(
        [
          { eventId: 1, subscriptionId: 1, portalId: 1, occurredAt: 1, objectId: 29 },
          { eventId: 2, subscriptionId: 1, portalId: 1, occurredAt: 1, objectId: 29 },
        ].map((event) => ({ ...event, subscriptionType: 'contact.renown', propertyValue: CANARY })),
      ),
    ),
  )
  for (const id of ['28', '29']) await crm.act(`contacts/${id}/move`, { company: '2100' })
  await crm.act('contacts/29/change', { properties: { lastname: CANARY } })
  await crm.act('contacts/29/merge', { loser: '28' })
  await crm.act('contacts/29/move', { company: '2200' })
  const stale = await pageOfContacts()
  await compared('29')
  const tables = new Set((await rowsWith(CANARY)).map((row) => row.split(':', 1)[0]))
  expect([...tables]).toEqual(['audit_entries', 'contacts', 'inbox', 'run_differences'])

  await crm.act('contacts/29/forget')
  expect(await rowsWith(CANARY)).toEqual([])
  expect(await contactsOf('2100')).toEqual([
    { id: '28', name: '', gone: true },
    { id: '29', name: '', gone: true },
  ])
  expect(await contactsOf('2200')).toEqual([{ id: '29', name: '', gone: true }])

  // Everything that was ever told comes once more, and a page that was read before.
  for (const [turn, body] of [...crm.told].entries()) await crm.receive(unheardOf(body, turn))
  await crm.drain()
  await store(stale)
  expect(await rowsWith(CANARY)).toEqual([])
  expect((await contactsOf('2200')).filter(({ gone }) => !gone)).toEqual([])
  for (const customer of ['2100', '2200']) {
    const verdict = await verifyAudit(staff, hub.tenantOf(customer))
    expect(verdict.findings).toEqual([])
    expect(verdict.checked).toBeGreaterThan(0)
  }
})

test('who comes back under a new id is somebody new', async () => {
  await crm.act('contacts', { id: '30', company: '2200', properties: { firstname: 'Back again' } })
  expect(await contactsOf('2200')).toContainEqual({ id: '30', name: 'Back again', gone: false })
})

test('an entry that was emptied without an erasure that says so is found', async () => {
  const tenantId = crm.hub.tenantOf('2200')
  const { rows } = await superuser.query<{ id: string }>(
    `update audit_entries set subject_label = '', changes = '{}'
     where tenant_id = $1 and action = 'contact.created' and subject_label <> '' returning id`,
    [tenantId],
  )
  const verdict = await verifyAudit(staff, tenantId)
  expect(verdict.findings).toMatchObject([{ type: 'changed', entryId: rows[0]?.id }])
  // Nor may what is left of one that was rightly emptied be altered.
  const first = crm.hub.tenantOf('2100')
  await superuser.query(
    `update audit_entries set actor_name = 'Nobody'
     where tenant_id = $1 and action = 'contact.created'`,
    [first],
  )
  expect((await verifyAudit(staff, first)).findings).toMatchObject([{ type: 'changed' }])
})
