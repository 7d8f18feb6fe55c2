/** A backlog of a source that sends ids only costs one question for each record, and loses nothing by it. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '#db/system/system.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { createDrainStep } from './drain-step.ts'
import { startCrm, type Crm } from './testing/crm.ts'

const COMPANY = '4100'
const CONTACTS = ['41001', '41002', '41003']
/** A claim is smaller than the backlog of one record, and none is taken beside it. */
const LIMITS = { drainBatchRows: 5, drainStepRows: 5, drainStepMs: 5_000 }

let crm: Crm

beforeAll(async () => {
  crm = await startCrm([COMPANY])
  await crm.sandbox.control('/hubspot/seed', {
    companies: [{ id: COMPANY, properties: { name: 'Works' } }],
    contacts: CONTACTS.map((id) => ({ id, company: COMPANY, properties: { firstname: id } })),
    at: Date.now() - 60_000,
  })
  for (const id of CONTACTS) {
    await crm.act(`contacts/${id}/change`, { properties: { jobtitle: 'Buyer' } })
  }
})
afterAll(() => crm.close())

let told = Date.now()

const tell = (objectId: string): Promise<void> => {
  const event = { eventId: ++told, subscriptionId: 1, portalId: 1, occurredAt: told }
  const hint = { ...event, subscriptionType: 'contact.propertyChange', objectId: Number(objectId) }
  return crm.receive(Buffer.from(JSON.stringify([hint])))
}

/** A step whose questions are counted; `asked` is called before the source answers. */
function countedStep(asked: (ids: readonly string[]) => Promise<void>) {
  const { deps } = crm.hub
  return createDrainStep(
    {
      ...deps,
      poke: () => undefined,
      readerFor(connection, lane): SourceReader {
        const reader = deps.readerFor(connection, lane)
        return {
          ...reader,
          get: async (kind, id, options) => {
            await asked([id])
            return reader.get(kind, id, options)
          },
          getMany: async (kind, ids, options) => {
            await asked(ids)
            if (!reader.getMany) throw new Error('It reads one by one.')
            return reader.getMany(kind, ids, options)
          },
        }
      },
    },
    LIMITS,
  )
}

async function pending(): Promise<string[]> {
  const { rows } = await withSystem(crm.hub.db, (trx) =>
    sql<{ id: string }>`
      select external_id as id from inbox where state = 'pending' order by inbox.id`.execute(trx),
  )
  return rows.map(({ id }) => id)
}

const lanes = () => [
  { connectionId: crm.hub.connectionId, tenantId: null },
  crm.hub.laneOf(COMPANY),
]

/** Through the lane of nobody first, as events that name an id only come in. */
async function drain(step: ReturnType<typeof countedStep>): Promise<void> {
  for (const lane of lanes()) while ((await step(lane)).more) continue
}

test('each record is read once, however many events ask for it, and bears the newest version', async () => {
  for (let turn = 0; turn < 12; turn++) for (const id of CONTACTS) await tell(id)
  const newest = told
  const asked: string[] = []
  await drain(countedStep((ids) => Promise.resolve(void asked.push(...ids))))
  expect(await pending()).toEqual([])
  expect(asked.toSorted()).toEqual(CONTACTS)
  const rows = await crm.rows(COMPANY, sql<{ version: number }>`select version from contacts`)
  expect(Math.max(...rows.map(({ version }) => version))).toBeGreaterThanOrEqual(newest)
})

test('what comes while a record is read waits for the next reading', async () => {
  const [id = ''] = CONTACTS
  for (let turn = 0; turn < 8; turn++) await tell(id)
  const asked: string[] = []
  const step = countedStep(async (ids) => {
    if (asked.push(...ids) > 1) return
    await tell(id)
    // Where events that name nobody come in; what holds the record is known.
    await withSystem(crm.hub.db, (trx) =>
      sql`update inbox set tenant_id = ${crm.hub.tenantOf(COMPANY)}
        where state = 'pending' and tenant_id is null`.execute(trx),
    )
  })
  await drain(step)
  expect(await pending()).toEqual([])
  expect(asked).toEqual([id, id])
})

test('a request names as many records as it can, and not only those of the oldest events', async () => {
  for (let turn = 0; turn < LIMITS.drainBatchRows; turn++) await tell(CONTACTS[0] ?? '')
  for (const id of CONTACTS) await tell(id)
  const asked: string[][] = []
  const step = countedStep((ids) => Promise.resolve(void asked.push([...ids])))
  await drain(step)
  expect(await pending()).toEqual([])
  expect(asked.map((ids) => ids.toSorted())).toEqual([CONTACTS])
})
