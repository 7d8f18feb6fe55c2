/** What was read before two tenants' companies became one and is written after: it is not left with the loser's (R17). */
import { EventEmitter, once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { applyChanges } from '#db/write/apply-changes.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { eventually } from '#workflows/testing/mirror.ts'
import { nameWinners } from './follow-merges.ts'
import { storePage } from './pages/store-page.ts'
import { startCrm, type Crm } from './testing/crm.ts'

let crm: Crm

/** Each a tenant of its own. */
const COMPANIES = ['2100', '2200', '2300', '2400', '2500', '2600']

beforeAll(async () => {
  crm = await startCrm(COMPANIES)
  await crm.sandbox.control('/hubspot/seed', {
    companies: COMPANIES.map((id) => ({ id, properties: { name: `Works ${id}` } })),
    contacts: COMPANIES.map((company) => ({ id: `${company}9`, company, properties: {} })),
    at: Date.now() - 60_000,
  })
})
afterAll(() => crm.close())

/** As it was before the merge: the source moves no stamp of a contact whose company is merged. */
const contactAt = (company: string): RecordChange => ({
  kind: 'contact',
  type: 'upsert',
  record: {
    ...{ externalId: `${company}9`, externalCustomerId: company, version: 1, name: 'Late' },
    ...{ email: null, phone: null, jobTitle: null, changedAt: new Date(1).toISOString() },
  },
})

const contacts = (of: string) =>
  crm
    .rows(
      of,
      sql<{
        id: string
      }>`select external_id as id from contacts where deleted_at is null order by 1`,
    )
    .then((rows) => rows.map(({ id }) => id))

async function storePageOf(change: RecordChange): Promise<void> {
  const { deps, db, connectionId } = crm.hub
  const context = { deps, connectionId, source: 'hubspot', kind: 'contact', lane: 'poll' } as const
  const page = { changes: [change], invalid: [], next: null, asOf: new Date(1).toISOString() }
  const { arrivals } = await storePage(context, page)
  await withSystem(db, (trx) => storeArrivals(trx, connectionId, arrivals))
  await crm.drain()
}

test('a page that still names the loser is not written: the source is asked', async () => {
  await crm.act('companies/2200/merge', { loser: '2100' })
  await storePageOf(contactAt('2100'))
  expect(await contacts('2100')).toEqual([])
  expect(await contacts('2200')).toEqual(['21009'])
})

test('what a loser’s tenant held is found though nobody ever held the loser', async () => {
  await storePageOf(contactAt('2300'))
  expect(await contacts('2300')).toEqual(['23009'])
  await crm.act('companies/2400/merge', { loser: '2300' })
  expect(await contacts('2300')).toEqual([])
  expect(await contacts('2400')).toEqual(['23009'])
})

test('a merge waits for what is being written about its loser, and finds it', async () => {
  const { db, connectionId } = crm.hub
  const gate = new EventEmitter()
  const read = once(gate, 'read')
  const mayWrite = once(gate, 'write')
  const writing = withTenant(db, crm.hub.tenantOf('2500'), async (trx) => {
    const { ours } = await nameWinners(trx, connectionId, [{ change: contactAt('2500') }])
    gate.emit('read')
    await mayWrite
    return applyChanges(trx, { connectionId, lane: 'poll', changes: ours })
  })
  await read
  const merging = crm.act('companies/2600/merge', { loser: '2500' })
  await eventually(async () => {
    const { rows } = await withSystem(db, (trx) =>
      sql`select from pg_locks where locktype = 'advisory' and not granted`.execute(trx),
    )
    if (rows.length === 0) throw new Error('Nobody waits yet.')
  })
  gate.emit('write')
  expect(await writing).toEqual(['applied'])
  await merging
  expect(await contacts('2500')).toEqual([])
  expect(await contacts('2600')).toEqual(['25009'])
})
