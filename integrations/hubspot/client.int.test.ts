import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { SourceReader } from '../kit/connector.ts'
import { HUBSPOT_FAULT_ROUTES } from '../sandbox/hubspot/fault-routes.ts'
import { type StartedStandIn, startHubspot, TEST_TOKEN } from '../sandbox/hubspot/testing/start.ts'
import type { HubspotKind } from './kinds.ts'
import { failure, idOf, readerAt } from './testing/reading.ts'

const AT = Date.parse('2026-11-20T12:00:00.000Z')
const iso = (at: number) => new Date(at).toISOString()

let sandbox: StartedStandIn
let reader: SourceReader

beforeAll(async () => {
  sandbox = await startHubspot()
  reader = readerAt(`${sandbox.url}/hubspot`, TEST_TOKEN)
  const companies = Array.from({ length: 25 }, (_, index) => ({
    id: String(9_000 + index),
    properties: { name: `Company ${index}` },
  }))
  const contacts = Array.from({ length: 12 }, (_, index) => ({
    id: String(20_000 + index),
    properties: { firstname: 'Contact', lastname: String(index) },
    ...(index % 3 === 0 ? {} : { company: String(9_000 + (index % 5)) }),
  }))
  await sandbox.control('/hubspot/seed', { companies, contacts, at: AT })
})
afterEach(() => {
  for (const route of HUBSPOT_FAULT_ROUTES) sandbox.fault(route, null)
})
afterAll(() => sandbox.close())

async function enumerate(kind: HubspotKind, limit: number, changedSince: string | null = null) {
  const changes: RecordChange[] = []
  let cursor: string | null = null
  let pages = 0
  do {
    const page = await reader.list(kind, { changedSince, cursor, limit })
    changes.push(...page.changes)
    cursor = page.next
    pages++
  } while (cursor !== null)
  return { changes, ids: changes.map(idOf), pages }
}

const firstPage = () => reader.list('company', { changedSince: null, cursor: null, limit: 5 })

describe('a full enumeration', () => {
  it('brings every company once, page by page', async () => {
    const { ids, pages } = await enumerate('company', 10)
    expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => String(9_000 + index)))
    expect(pages).toBe(3)
  })

  it('brings contacts with their primary company, one request of associations per page', async () => {
    sandbox.calls.clear()
    const { changes } = await enumerate('contact', 100)
    expect(sandbox.calls.get('POST /hubspot/associations')).toBe(1)
    expect(changes).toHaveLength(12)
    expect(changes.slice(0, 3)).toMatchObject([
      { record: { name: 'Contact 0', externalCustomerId: null, version: AT } },
      { record: { name: 'Contact 1', externalCustomerId: '9001' } },
      { record: { name: 'Contact 2', externalCustomerId: '9002' } },
    ])
  })

  it('is stamped before the request, so that a change during it is in the next poll', async () => {
    sandbox.fault('GET /hubspot/objects', { latencyMs: 60 })
    const before = Date.now()
    const page = await firstPage()
    const asOf = Date.parse(page.asOf)
    expect(asOf).toBeLessThanOrEqual(before + 20)
    expect(asOf).toBeGreaterThan(before - 2_000)
  })

  it('works under a base that holds a path', async () => {
    const other = readerAt(`${sandbox.url}/some/path/`, TEST_TOKEN)
    const page = await other.list('company', { changedSince: null, cursor: null, limit: 1 })
    expect(page.changes).toHaveLength(1)
  })

  it('keeps its good items when one is bad', async () => {
    const nul = { id: '9500', properties: { name: 'a\u0000b' } }
    await sandbox.control('/hubspot/seed', { companies: [nul], at: AT - 10_000_000 })
    const page = await reader.list('company', { changedSince: null, cursor: null, limit: 100 })
    expect(page.changes).toHaveLength(25)
    expect(page.invalid).toMatchObject([
      { externalId: '9500', reason: 'properties.name: must be plain Unicode' },
    ])
    await sandbox.control('/hubspot/companies/9500/delete')
  })
})

describe('a poll', () => {
  it('finds what changed since, contacts by their own name for it, and overlaps', async () => {
    const since = iso(Date.now())
    await sandbox.control('/hubspot/companies/9003/rename', { name: 'New name' })
    await sandbox.control('/hubspot/contacts/20004/change', { properties: { jobtitle: 'Buyer' } })
    const companies = await enumerate('company', 10, since)
    expect(companies.changes).toMatchObject([{ record: { externalId: '9003', name: 'New name' } }])
    const contacts = await enumerate('contact', 10, since)
    expect(contacts.changes).toMatchObject([
      { record: { externalId: '20004', jobTitle: 'Buyer', externalCustomerId: '9004' } },
    ])
    expect((await enumerate('company', 10, iso(Date.now() + 240_000))).ids).toEqual(['9003'])
    expect((await enumerate('company', 10, iso(Date.now() + 400_000))).ids).toEqual([])
  })

  it('finds later what the search index did not know yet', async () => {
    const since = iso(Date.now())
    await sandbox.control('/hubspot/search-lag', { ms: 60_000 }, 'PUT')
    await sandbox.control('/hubspot/companies/9005/rename', { name: 'Late' })
    expect((await enumerate('company', 10, since)).ids).not.toContain('9005')
    await sandbox.control('/hubspot/search-lag', { ms: 0 }, 'PUT')
    const next = iso(Date.now() + 60_000)
    expect((await enumerate('company', 10, next)).ids).toContain('9005')
  })

  it('brings 12,000 objects of one millisecond once each, beyond the 10,000 a search shows', async () => {
    const other = await startHubspot()
    const companies = Array.from({ length: 12_000 }, (_, index) => ({
      id: String(50_000 + index),
      properties: { name: `Company ${index}` },
    }))
    await other.control('/hubspot/seed', { companies, at: AT })
    const reading = readerAt(`${other.url}/hubspot`, TEST_TOKEN)
    const ids = new Set<string>()
    let seen = 0
    let cursor: string | null = null
    do {
      const options = { changedSince: iso(AT), cursor, limit: 100 }
      const page = await reading.list('company', options)
      for (const change of page.changes) ids.add(idOf(change))
      seen += page.changes.length
      cursor = page.next
    } while (cursor !== null)
    await other.close()
    expect([seen, ids.size]).toEqual([12_000, 12_000])
  }, 60_000)

  it('refuses to go on from a search that is out of order rather than lose a part', async () => {
    sandbox.fault('POST /hubspot/search', { effect: 'shuffle' })
    const call = reader.list('company', { changedSince: iso(AT), cursor: null, limit: 5 })
    expect((await failure(call)).code).toBe('upstream_invalid')
  })
})

describe('objects by id', () => {
  it('come a hundred per request, with what is gone and what never was told apart', async () => {
    await sandbox.control('/hubspot/companies/9020/delete')
    sandbox.calls.clear()
    const ids = ['9001', '9020', '77', 'not-an-id', '../x', '9002', '9001']
    const found = await reader.getMany?.('company', ids, { atLeast: 5 })
    expect(found?.changes.map((change) => [change.type, idOf(change)])).toEqual([
      ['upsert', '9001'],
      ['upsert', '9002'],
      ['delete', '9020'],
    ])
    expect(found?.missing).toEqual(['77', 'not-an-id', '../x'])
    expect(sandbox.calls.get('POST /hubspot/batch/read')).toBe(2)
    const many = Array.from({ length: 150 }, (_, index) => String(9_000 + (index % 20)))
    expect((await reader.getMany?.('company', many))?.changes).toHaveLength(20)
  })

  it('are null when HubSpot never had them, and a deletion once they are in the bin', async () => {
    expect(await reader.get('company', '77')).toBeNull()
    expect(await reader.get('company', '9020')).toMatchObject({
      type: 'delete',
      externalCustomerId: '9020',
    })
    expect(await reader.get('contact', '20001', { atLeast: AT + 7 })).toMatchObject({
      record: { version: AT + 7, externalCustomerId: '9001' },
    })
  })

  it('have the primary company only, also when it stands behind many others', async () => {
    const companies = Array.from({ length: 3 }, (_, index) => ({
      id: String(9_100 + index),
      properties: { name: `Other ${index}` },
    }))
    await sandbox.control('/hubspot/seed', { companies, at: AT })
    await sandbox.control('/hubspot/contacts/20001/move', { company: '9102' })
    expect(await reader.get('contact', '20001')).toMatchObject({
      record: { externalCustomerId: '9102' },
    })
    await sandbox.control('/hubspot/contacts/20001/move', { company: null })
    expect(await reader.get('contact', '20001')).toMatchObject({
      record: { externalCustomerId: null },
    })
  })

  it('keep no company that lies in the bin', async () => {
    await sandbox.control('/hubspot/contacts/20002/move', { company: '9101' })
    await sandbox.control('/hubspot/companies/9101/delete')
    expect(await reader.get('contact', '20002')).toMatchObject({
      record: { externalCustomerId: null },
    })
  })
})
