/** Projects as members read them: complete for whom they are, and not there for everybody else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant, type TenantTx } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection, makeOrder } from '../../testing/orders.ts'
import { makeProject } from '../../testing/projects.ts'
import { insertMember, insertTenant } from '../../testing/rows.ts'
import { applyChanges } from '../../write/apply-changes.ts'
import type { OwnOnly } from '../own-records.ts'
import { getProject } from './projects-get.ts'
import { listProjects, type ProjectsQuery } from './projects-list.ts'
import { listProjectsOfOrder } from './projects-of-order.ts'

let database: TestDatabase
let app: Database
let owner: Database
let worker: Database
let north: TenantId
let south: TenantId
let connectionId: ConnectionId
let person: PersonId

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const AT = '2026-05-03T06:00:00.000Z'

const retrofit = makeProject({
  externalId: 'N-1',
  title: 'CIP retrofit',
  managerName: 'Petra Lang',
  contactEmail: 'ada@example.com',
  startsOn: day(-60),
  dueOn: day(30),
  milestones: [
    {
      externalId: 'm2',
      position: 2,
      title: 'Test',
      state: 'in_progress',
      dueOn: day(-3),
      doneAt: null,
    },
    { externalId: 'm1', position: 1, title: 'Design', state: 'done', dueOn: day(-20), doneAt: AT },
    {
      externalId: 'm3',
      position: 3,
      title: 'Spare',
      state: 'cancelled',
      dueOn: null,
      doneAt: null,
    },
  ],
  deliverables: [
    {
      ...{ externalId: 'd1', position: 1, milestoneExternalId: 'm1', title: 'Drawing' },
      ...{ state: 'approved', currentVersion: 2, dueOn: day(-25) },
    },
  ],
  dueDates: [
    {
      ...{ externalId: 'h1', at: AT, milestoneExternalId: 'm2' },
      ...{ fromDate: day(-10), toDate: day(-3), reason: 'Supplier is late.' },
    },
  ],
  orderExternalIds: ['O-2', 'O-1', 'O-unknown'],
})

const CHANGES: RecordChange[] = [
  ...['O-1', 'O-2', 'O-3'].map((externalId): RecordChange => ({
    kind: 'order',
    type: 'upsert',
    record: makeOrder({
      externalId,
      placedByEmail: externalId === 'O-1' ? 'ada@example.com' : null,
    }),
  })),
  ...[
    retrofit,
    makeProject({ externalId: 'N-2', title: 'Boiler house', state: 'completed', dueOn: day(-90) }),
    makeProject({ externalId: 'N-3', title: 'Spa', state: 'planned', dueOn: day(90) }),
    makeProject({ externalId: 'N-4', title: 'Laundry' }),
  ].map((record): RecordChange => ({ kind: 'project', type: 'upsert', record })),
]

const inNorth = <T>(read: (trx: TenantTx) => Promise<T>): Promise<T> =>
  withTenant(app, north, read, { readOnly: true })
const store = (changes: readonly RecordChange[]) =>
  withTenant(worker, north, (trx) =>
    applyChanges(trx, {
      connectionId,
      lane: 'live',
      changes: changes.map((change) => ({ change })),
    }),
  )

const FIRST: ProjectsQuery & { cursor: null; limit: number } = {
  ...{ view: 'all', q: '', states: [], sort: 'number', direction: 'asc', cursor: null, limit: 50 },
}
const list = (change: Partial<ProjectsQuery> = {}, ownOnly: OwnOnly = null) =>
  inNorth((trx) => listProjects(trx, { ownOnly }, { ...FIRST, ...change }))
const numbersOf = async (change: Partial<ProjectsQuery>, ownOnly?: OwnOnly) =>
  (await list(change, ownOnly)).rows.map(({ number }) => number)

const ALL = { ownOnly: null, orders: { amounts: false, ownOnly: null } }
const idOf = async (number: string) =>
  (await list({ q: number })).rows.find((row) => row.number === number)?.id ?? ''

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
  connectionId = await insertConnection(owner)
  person = await insertMember(owner, north, { email: 'ada@example.com', role: 'project' })
  await store(CHANGES)
})
afterAll(async () => {
  await Promise.all([app.close(), owner.close(), worker.close()])
  await database.drop()
})

test('a list tells how far each project is, what comes next and how late it is', async () => {
  const { rows, counts, total, facets } = await list()
  expect(rows[0]).toMatchObject({
    number: 'N-1',
    milestonesTotal: 2,
    milestonesDone: 1,
    nextMilestone: 'Test',
    nextDueOn: day(-3),
    lateDays: 3,
  })
  expect(rows.map(({ lateDays }) => lateDays)).toEqual([3, null, null, null])
  expect(counts).toEqual({ all: 4, underway: 3, late: 1, completed: 1 })
  expect([total.count, facets.states]).toEqual([4, ['planned', 'active', 'completed']])
})

test('views, states and words narrow the list; a date that is not known comes last', async () => {
  expect(await numbersOf({ view: 'late' })).toEqual(['N-1'])
  expect(await numbersOf({ view: 'underway', states: ['planned'] })).toEqual(['N-3'])
  expect(await numbersOf({ q: 'petra retro' })).toEqual(['N-1'])
  expect(await numbersOf({ sort: 'due' })).toEqual(['N-2', 'N-1', 'N-3', 'N-4'])
  expect(await numbersOf({ sort: 'due', direction: 'desc' })).toEqual(['N-3', 'N-1', 'N-2', 'N-4'])
  // Two are active: of one state and one moment, neither comes before the other.
  const { rows } = await list({ sort: 'state' })
  expect(rows.map(({ state }) => state)).toEqual(['planned', 'active', 'active', 'completed'])
})

test('pages lead on and back without losing a row', async () => {
  const page = (cursor: string | null) =>
    inNorth((trx) => listProjects(trx, { ownOnly: null }, { ...FIRST, limit: 3, cursor }))
  const first = await page(null)
  const second = await page(first.next)
  expect([first, second].map(({ rows }) => rows.length)).toEqual([3, 1])
  expect((await page(second.previous)).rows).toEqual(first.rows)
})

test('a project is read whole: its plan in order, its orders as far as they are here', async () => {
  const project = await inNorth(async (trx) => getProject(trx, ALL, await idOf('N-1')))
  expect(project).toMatchObject({
    managerName: 'Petra Lang',
    milestones: [{ title: 'Design', doneAt: AT }, { title: 'Test', dueOn: day(-3) }, {}],
    deliverables: [{ milestoneExternalId: 'm1', currentVersion: 2, state: 'approved' }],
    dueDates: [{ fromDate: day(-10), toDate: day(-3), reason: 'Supplier is late.', at: AT }],
    orders: [{ number: 'O-1' }, { number: 'O-2' }],
  })
  const orderId = project.orders?.[1]?.id ?? newId()
  const linked = await inNorth((trx) => listProjectsOfOrder(trx, { ownOnly: null }, orderId))
  expect(linked).toMatchObject([{ number: 'N-1', title: 'CIP retrofit' }])
})

test('what a role does not see of orders is not linked either', async () => {
  const id = await idOf('N-1')
  const own = { ownOnly: null, orders: { amounts: false, ownOnly: person } }
  const without = { ownOnly: null, orders: null }
  expect((await inNorth((trx) => getProject(trx, own, id))).orders).toMatchObject([
    { number: 'O-1' },
  ])
  expect((await inNorth((trx) => getProject(trx, without, id))).orders).toBeNull()
})

test('own projects are those one is in charge of, whether one has joined or not', async () => {
  expect(await numbersOf({}, person)).toEqual(['N-1'])
  expect(await numbersOf({}, { placedBy: 'ada@example.com' })).toEqual(['N-1'])
  expect(await numbersOf({}, newId<PersonId>())).toEqual([])
  const id = await idOf('N-3')
  await expect(
    inNorth((trx) => getProject(trx, { ...ALL, ownOnly: person }, id)),
  ).rejects.toMatchObject({ code: 'not_found' })
})

test('a foreign, a deleted and an unknown project are the same', async () => {
  const [mine, gone] = [await idOf('N-1'), await idOf('N-4')]
  const deletion = { externalId: 'N-4', version: 5, externalCustomerId: 'C-1', changedAt: AT }
  await store([{ kind: 'project', type: 'delete', ...deletion }])
  const asked: [TenantId, string][] = [
    [south, mine],
    [north, gone],
    [north, newId()],
    [north, 'x'],
  ]
  for (const [tenantId, id] of asked) {
    await expect(
      withTenant(app, tenantId, (trx) => getProject(trx, ALL, id), { readOnly: true }),
    ).rejects.toMatchObject({ code: 'not_found' })
  }
})
