/** Two objects that HubSpot merged: whoever names the loser finds the winner, and children follow (R17). */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { saveCheckpoint } from '#db/system/checkpoints.ts'
import { createLink } from '#db/system/links.ts'
import { withSystem } from '#db/system/system.ts'
import { findAliases, writeAliases } from '#db/write/record-aliases.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { createPollPages } from './pages/poll-pages.ts'
import { startCrm, type Crm } from './testing/crm.ts'

let crm: Crm

/** Companies of the three tenants; the second of each belongs to the same one. */
const PAIRS = { a: ['1100', '1101'], b: ['1200', '1201'], c: ['1300', '1301'] } as const

beforeAll(async () => {
  crm = await startCrm(['1100', '1200', '1300'])
  const { hub, sandbox } = crm
  const ids = Object.values(PAIRS).flat()
  for (const [first, second] of Object.values(PAIRS)) {
    const link = {
      connectionId: hub.connectionId,
      externalId: second,
      tenantId: hub.tenantOf(first),
    }
    await withSystem(hub.db, (trx) => createLink(trx, link))
  }
  await sandbox.control('/hubspot/seed', {
    companies: ids.map((id) => ({ id, properties: { name: `Works ${id}` } })),
    contacts: ids.map((company) => ({
      id: `${company}9`,
      company,
      properties: { firstname: `At ${company}` },
    })),
    at: Date.now() - 60_000,
  })
  for (const id of ids) {
    await crm.act(`companies/${id}/change`, { properties: { city: 'Halle' } })
    await crm.act(`contacts/${id}9/change`, { properties: { jobtitle: 'Buyer' } })
  }
})
afterAll(() => crm.close())

const companies = (of: string) =>
  crm
    .rows(of, sql<{ name: string }>`select name from companies where deleted_at is null order by 1`)
    .then((rows) => rows.map(({ name }) => name))

const contacts = (of: string) =>
  crm.rows(
    of,
    sql<{ id: string; company: string }>`
      select external_id as id, company_external_id as company from contacts
      where deleted_at is null order by 1`,
  )

const aliases = async (kind: RecordKind, ...externalIds: string[]) => {
  const { connectionId } = crm.hub
  const wanted = { connectionId, kind, externalIds }
  return Object.fromEntries(await withSystem(crm.hub.db, (trx) => findAliases(trx, wanted)))
}

/** An event nobody has heard of yet, however old what it names. */
function late(subscriptionType: string, objectId: string): Buffer {
  const event = { eventId: Date.now(), subscriptionId: 1, portalId: 1, occurredAt: Date.now() }
  return Buffer.from(JSON.stringify([{ ...event, subscriptionType, objectId: Number(objectId) }]))
}

test('what belonged to the loser belongs to the winner, and late events of the loser find it', async () => {
  await crm.act('companies/1100/merge', { loser: '1101' })
  expect(await companies('1100')).toEqual(['Works 1100'])
  expect(await contacts('1100')).toEqual([
    { id: '11009', company: '1100' },
    { id: '11019', company: '1100' },
  ])
  expect(await aliases('company', '1100', '1101')).toEqual({ '1101': '1100' })
  crm.sandbox.fault('webhooks', { effect: 'drop' })
  await crm.act('companies/1100/rename', { name: 'Unheard of' })
  crm.sandbox.fault('webhooks', null)
  await crm.receive(late('company.propertyChange', '1101'))
  await crm.drain()
  expect(await companies('1100')).toEqual(['Unheard of'])
})

test('two contacts that are one are held once', async () => {
  await crm.act('contacts/11009/merge', { loser: '11019' })
  expect(await contacts('1100')).toEqual([{ id: '11009', company: '1100' }])
  expect(await aliases('contact', '11019')).toEqual({ '11019': '11009' })
  await crm.receive(late('contact.propertyChange', '11019'))
  await crm.drain()
  expect(await contacts('1100')).toHaveLength(1)
})

test('a merge of two tenants moves what the source says is the winner’s now, and nothing by itself', async () => {
  await crm.act('companies/1200/merge', { loser: '1301' })
  expect(await companies('1300')).toEqual(['Works 1300'])
  expect(await companies('1200')).toEqual(['Works 1200', 'Works 1201'])
  expect(await contacts('1300')).toEqual([{ id: '13009', company: '1300' }])
  expect((await contacts('1200')).map(({ id }) => id)).toEqual(['12009', '12019', '13019'])
})

test('a merge no webhook told of is found by the next poll', async () => {
  const { hub } = crm
  for (const kind of ['company', 'contact'] as const) {
    const key = { connectionId: hub.connectionId, kind, lane: 'poll' } as const
    const known = { cursor: null, updatedSince: new Date().toISOString(), completed: true }
    await withSystem(hub.db, (trx) => saveCheckpoint(trx, key, known))
  }
  crm.sandbox.fault('webhooks', { effect: 'drop' })
  await crm.act('companies/1200/merge', { loser: '1201' })
  crm.sandbox.fault('webhooks', null)
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  const poll = createPollPages(hub.deps)
  expect(await poll({ connectionId: hub.connectionId }, pulse)).toEqual({ status: 'complete' })
  await crm.drain()
  expect(await companies('1200')).toEqual(['Works 1200'])
  expect(new Set((await contacts('1200')).map(({ company }) => company))).toEqual(new Set(['1200']))
})

test('a winner with a new id waits, visibly, until staff link it; then everything is there again', async () => {
  await crm.act('companies/1200/merge', { loser: '1100', asNew: true })
  const winner = (await aliases('company', '1200'))['1200'] ?? ''
  // Chains lead to their end, whichever of them was known first.
  expect(await aliases('company', '1100', '1101', '1200', '1201', '1301')).toEqual(
    Object.fromEntries(['1100', '1101', '1200', '1201', '1301'].map((id) => [id, winner])),
  )
  expect(await contacts('1200')).toEqual([])
  const { db, connectionId } = crm.hub
  const { rows } = await withSystem(db, (trx) =>
    sql<{ kinds: string[] }>`
      select array_agg(distinct kind order by kind) as kinds from inbox
      where state = 'unmapped' and external_customer_id = ${winner}`.execute(trx),
  )
  expect(rows).toEqual([{ kinds: ['company', 'contact'] }])
  const link = { connectionId, externalId: winner, tenantId: crm.hub.tenantOf('1200') }
  await withSystem(db, (trx) => createLink(trx, link))
  await crm.drain()
  expect(await companies('1200')).toEqual(['Works 1200'])
  expect((await contacts('1200')).map(({ id }) => id)).toEqual(['11009', '12009', '12019', '13019'])
})

test.each([
  ['x>y y>z z>w', 'in order'],
  ['z>w y>z x>y', 'from the end'],
  ['y>z x>y z>w', 'from the middle'],
  ['x>w y>w y>z z>w x>y', 'with what was known before they were one'],
])('aliases %s (%s) all lead to the end', async (told) => {
  const tag = told.replaceAll(/\W/g, '')
  const merges = told.split(' ').map((pair) => {
    const [loser = '', winner = ''] = pair.split('>').map((name) => `${tag}-${name}`)
    return { kind: 'company' as const, loser, winner }
  })
  for (const merge of merges) {
    await withSystem(crm.hub.db, (trx) => writeAliases(trx, crm.hub.connectionId, [merge]))
  }
  const end = `${tag}-w`
  const losers = ['x', 'y', 'z'].map((name) => `${tag}-${name}`)
  expect(await aliases('company', ...losers, end)).toEqual(
    Object.fromEntries(losers.map((loser) => [loser, end])),
  )
})
