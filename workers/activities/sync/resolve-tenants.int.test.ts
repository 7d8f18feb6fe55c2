/** HubSpot's events hold ids only: whose they are is found out, and may change. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLink } from '#db/system/links.ts'
import { releaseUnmapped } from '#db/system/inbox/lanes.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { parseHubspotWebhook } from '#integrations/hubspot/webhook.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import type { SyncDeps } from './deps.ts'
import { createDrainStep } from './drain-step.ts'
import { answering } from './testing/answering.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['100', '200'], source: 'hubspot' })
})
afterAll(() => hub.close())
beforeEach(async () => {
  await withSystem(hub.db, (trx) => trx.deleteFrom('inbox').execute())
})

let at = Date.parse('2026-11-02T09:00:00.000Z')

/** An event as HubSpot sends it, a second after the one before. */
function eventOf(subscriptionType: string, objectId: string) {
  at += 1_000
  const event = {
    ...{ eventId: at, subscriptionId: 1, portalId: 1, appId: 1 },
    ...{ occurredAt: at, subscriptionType, attemptNumber: 0, objectId: Number(objectId) },
  }
  const [result] = parseHubspotWebhook({
    ...{ rawBody: Buffer.from(JSON.stringify([event])), headers: {}, url: '', method: 'POST' },
    receivedAt: new Date(),
  })
  if (result?.type !== 'event') throw new Error(JSON.stringify(result))
  const base = { id: newId<never>(at), connectionId: hub.connectionId, requestId: null }
  return { ...base, ...result.event, state: 'pending' as const, reason: null }
}

const contactOf = (id: string, company: string | null, name = 'Ada'): RecordChange => ({
  kind: 'contact',
  type: 'upsert',
  record: {
    externalId: id,
    version: at,
    externalCustomerId: company,
    name,
    email: `${id}@example.com`,
    phone: null,
    jobTitle: null,
    changedAt: new Date(at).toISOString(),
  },
})

const deletionOf = (id: string): RecordChange => ({
  kind: 'contact',
  type: 'delete',
  externalId: id,
  version: at,
  externalCustomerId: null,
  changedAt: new Date(at).toISOString(),
})

const versioned = (change: RecordChange, version: number | null): RecordChange =>
  change.kind === 'contact' && change.type === 'upsert'
    ? { ...change, record: { ...change.record, version: version ?? 0 } }
    : change

/** The source says of every contact that it works for this company. */
const worksFor = (company: string | null, name?: string) =>
  answering((id) => Promise.resolve(contactOf(id, company, name)))

/** Drains a lane and those it pokes, until nothing more is said. */
async function settle(changes: Partial<SyncDeps>, first: DrainLane): Promise<DrainLane[]> {
  const drained: DrainLane[] = []
  const open = [first]
  const poke = (lane: DrainLane) => void open.push(lane)
  const step = createDrainStep({ ...hub.deps, ...changes, poke })
  for (let lane = open.shift(); lane; lane = open.shift()) {
    drained.push(lane)
    while ((await step(lane)).more) continue
  }
  return drained
}

const unresolved = (): DrainLane => ({ connectionId: hub.connectionId, tenantId: null })
const receive = (...arrivals: Parameters<Hub['receive']>[0]) =>
  hub.receive(arrivals, { poke: false })

const contactsOf = (tenantId: TenantId) =>
  withTenant(hub.db, tenantId, async (trx) => {
    const { rows } = await sql<{ id: string; name: string }>`
      select external_id as id, name from contacts where deleted_at is null order by 1`.execute(trx)
    return rows.map(({ id, name }) => `${id} ${name}`)
  })

test('a contact nobody has met goes to the tenant of its company', async () => {
  await receive(eventOf('contact.creation', '1'), eventOf('contact.propertyChange', '1'))
  const source = worksFor('100')
  const lanes = await settle(source, unresolved())
  expect(lanes).toEqual([unresolved(), hub.laneOf('100')])
  expect(await contactsOf(hub.tenantOf('100'))).toEqual(['1 Ada'])
  expect(await contactsOf(hub.tenantOf('200'))).toEqual([])
  // Once to find its tenant, once to apply it, however many events there are.
  expect(source.asked).toEqual(['1', '1'])
  expect((await readInbox(hub)).every(({ state }) => state === 'done')).toBe(true)
})

test('of a contact we hold the tenant is known without asking', async () => {
  await receive(eventOf('contact.propertyChange', '1'))
  const source = worksFor('100', 'Ada Osei')
  expect(await settle(source, hub.laneOf('100'))).toEqual([hub.laneOf('100')])
  expect(await contactsOf(hub.tenantOf('100'))).toEqual(['1 Ada Osei'])
  expect(source.asked).toEqual(['1'])
})

test('the contact of an unlinked company waits under that company, and comes with the link', async () => {
  await receive(eventOf('contact.creation', '3'))
  await settle(worksFor('300'), unresolved())
  expect(await readInbox(hub)).toMatchObject([
    { state: 'unmapped', reason: 'The customer it names is not linked.' },
  ])
  const tenantId = await hub.addTenant('third')
  const { connectionId } = hub
  const made = await withSystem(hub.db, (trx) =>
    createLink(trx, { connectionId, externalId: '300', tenantId }),
  )
  expect(made).toEqual({ type: 'linked', released: 1 })
  await settle(worksFor('300'), { connectionId, tenantId })
  expect(await contactsOf(tenantId)).toEqual(['3 Ada'])
})

test('a contact without a company waits, and one that is gone is let go', async () => {
  await receive(eventOf('contact.creation', '4'), eventOf('contact.creation', '5'))
  const some = answering((id) => Promise.resolve(id === '4' ? contactOf('4', null) : null))
  await settle(some, unresolved())
  expect(await readInbox(hub)).toMatchObject([
    { state: 'unmapped', reason: 'It names no customer.' },
    { state: 'ignored', verdict: 'gone' },
  ])
  await receive(eventOf('contact.deletion', '6'))
  await settle(some, unresolved())
  expect((await readInbox(hub)).at(-1)).toMatchObject({ state: 'ignored', verdict: 'gone' })
})

test('a contact that changes companies leaves the one tenant and appears at the other', async () => {
  await receive(eventOf('contact.creation', '7'))
  await settle(worksFor('100'), unresolved())
  await receive(eventOf('contact.propertyChange', '7'))
  const lanes = await settle(worksFor('200'), hub.laneOf('100'))
  expect(lanes).toEqual([hub.laneOf('100'), hub.laneOf('200')])
  expect(await contactsOf(hub.tenantOf('100'))).not.toContain('7 Ada')
  expect(await contactsOf(hub.tenantOf('200'))).toEqual(['7 Ada'])
  // One more event of the same move, after the record has gone: nothing is wrong with it.
  await receive({ ...eventOf('contact.propertyChange', '7'), externalCustomerId: '100' })
  await settle(worksFor('200', 'Ada'), hub.laneOf('100'))
  expect((await readInbox(hub)).filter(({ state }) => state === 'quarantined')).toEqual([])
  // And back, and away from every company.
  await receive(eventOf('contact.propertyChange', '7'))
  await settle(worksFor('100'), hub.laneOf('200'))
  expect(await contactsOf(hub.tenantOf('100'))).toContain('7 Ada')
  expect(await contactsOf(hub.tenantOf('200'))).toEqual([])
  await receive({ ...eventOf('contact.propertyChange', '7'), externalCustomerId: '100' })
  await settle(worksFor(null), hub.laneOf('100'))
  expect(await contactsOf(hub.tenantOf('100'))).not.toContain('7 Ada')
  const kept = (await readInbox(hub)).filter(({ state }) => state === 'unmapped')
  expect(kept).toMatchObject([{ externalId: '7', reason: 'It names no customer.' }])
  // The link of the customer its event once named is no reason to ask again, sweep after sweep.
  expect(await withSystem(hub.db, (trx) => releaseUnmapped(trx, null))).toEqual([])
})

test("a record that somebody else's lane brings goes to whom the source names, by that tenant's own lane", async () => {
  const source = worksFor('200')
  await receive({ ...eventOf('contact.creation', '8'), externalCustomerId: '100' })
  const lanes = await settle(source, hub.laneOf('100'))
  expect(lanes).toEqual([hub.laneOf('100'), hub.laneOf('200')])
  expect(await contactsOf(hub.tenantOf('100'))).not.toContain('8 Ada')
  expect(await contactsOf(hub.tenantOf('200'))).toEqual(['8 Ada'])
  expect(source.asked).toEqual(['8', '8'])
})

test('a contact that moves away and back, with its events in the wrong lanes, is held once, where it works', async () => {
  await receive(eventOf('contact.creation', '10'))
  await settle(worksFor('100'), unresolved())
  await receive(eventOf('contact.propertyChange', '10'))
  await settle(worksFor('200'), hub.laneOf('100'))
  // It is back at the first company, and only that one's lane has heard of it, beside a deletion that is none.
  await receive({ ...eventOf('contact.propertyChange', '10'), externalCustomerId: '100' })
  const lanes = await settle(worksFor('100'), hub.laneOf('100'))
  expect(lanes).toEqual(['100', '200', '100'].map((company) => hub.laneOf(company)))
  expect(await contactsOf(hub.tenantOf('100'))).toContain('10 Ada')
  expect(await contactsOf(hub.tenantOf('200'))).not.toContain('10 Ada')
  expect((await readInbox(hub)).filter(({ state }) => state !== 'done')).toEqual([])
})

test('a deletion that comes in by the lane of a former tenant is the present one’s to look into', async () => {
  await receive(eventOf('contact.creation', '11'))
  await settle(worksFor('100'), unresolved())
  await receive(eventOf('contact.propertyChange', '11'))
  await settle(worksFor('200'), hub.laneOf('100'))
  const late = eventOf('contact.deletion', '11')
  await receive(late)
  await withSystem(hub.db, (trx) =>
    trx
      .updateTable('inbox')
      .set({ tenant_id: hub.tenantOf('100') })
      .where('event_key', '=', late.eventKey)
      .execute(),
  )
  const gone = answering((id) => Promise.resolve(deletionOf(id)))
  await settle(gone, hub.laneOf('100'))
  expect(await contactsOf(hub.tenantOf('200'))).not.toContain('11 Ada')
  expect((await readInbox(hub)).filter(({ state }) => state !== 'done')).toEqual([])
})

test('what the source knows to be elsewhere stays while we hold something newer than the event knew', async () => {
  await receive(eventOf('contact.creation', '12'))
  await settle(worksFor('100'), unresolved())
  const early = eventOf('contact.propertyChange', '12')
  await receive(eventOf('contact.propertyChange', '12'))
  await settle(worksFor('100', 'Ada Osei'), hub.laneOf('100'))
  await receive(early)
  const old = answering((id) => Promise.resolve(versioned(contactOf(id, '200'), early.version)))
  await settle(old, hub.laneOf('100'))
  // Neither lost between the two nor held by both.
  expect(await contactsOf(hub.tenantOf('100'))).toContain('12 Ada Osei')
  expect(await contactsOf(hub.tenantOf('200'))).not.toContain('12 Ada')
})

test('while the source fails the events wait in the unresolved lane', async () => {
  await receive(eventOf('contact.creation', '9'))
  const failing = answering(() =>
    Promise.reject(new AppError('upstream_unavailable', 'It is down.')),
  )
  await settle(failing, unresolved())
  expect(await readInbox(hub)).toMatchObject([
    { state: 'pending', reason: 'It is down.', attempts: 0 },
  ])
})
