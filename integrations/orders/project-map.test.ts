/** Projects in our words, by every way they come in: pages, webhooks and stored bodies read through one table. */
import { describe, expect, it } from 'vitest'
import {
  DELIVERABLE_STATES,
  MILESTONE_STATES,
  PROJECT_STATES,
  type ProjectRecord,
} from '#workflows/contracts/projects.ts'
import { orders } from './index.ts'
import { toProjectChange } from './project-map.ts'
import {
  WIRE_DELIVERABLE_STATUSES,
  WIRE_MILESTONE_STATUSES,
  WIRE_PROJECT_STATUSES,
  type WireProject,
} from './project-schema.ts'
import { wireProjectWith } from './testing/wire-project.ts'

function recordOf(changes: Partial<WireProject> = {}): ProjectRecord {
  const change = toProjectChange(wireProjectWith(changes))
  if (change.type !== 'upsert') throw new Error('It was taken as a deletion.')
  return change.record
}
const [milestone] = wireProjectWith().milestones
const [deliverable] = wireProjectWith().deliverables
const eventText = (data: unknown, type = 'project.updated') =>
  JSON.stringify({ type, timestamp: '2026-11-12T14:20:00Z', data })

describe('a project in our words', () => {
  it('has a state of ours for every status of theirs, in the same order', () => {
    if (!milestone || !deliverable) throw new Error('The sample has no parts.')
    expect(WIRE_PROJECT_STATUSES.map((status) => recordOf({ status }).state)).toEqual([
      ...PROJECT_STATES,
    ])
    const { milestones } = recordOf({
      milestones: WIRE_MILESTONE_STATUSES.map((status) => ({ ...milestone, id: status, status })),
    })
    expect(milestones.map(({ state }) => state)).toEqual([...MILESTONE_STATES])
    const { deliverables } = recordOf({
      deliverables: WIRE_DELIVERABLE_STATUSES.map((status) => ({
        ...deliverable,
        id: status,
        status,
      })),
    })
    expect(deliverables.map(({ state }) => state)).toEqual([...DELIVERABLE_STATES])
  })

  it('keeps parts by the ids of the source, the person in charge in lower case, and each order once', () => {
    const record = recordOf({
      customer_contact: { name: 'Ines', email: ' Ines@Vellmar.example' },
      order_ids: ['ord_1', 'ord_2', 'ord_1'],
    })
    expect(record).toMatchObject({
      managerName: 'Petra Lang',
      contactEmail: 'ines@vellmar.example',
      milestones: [{ externalId: 'ms_1' }, { externalId: 'ms_2', dueOn: '2026-12-17' }],
      deliverables: [{ milestoneExternalId: 'ms_1', currentVersion: 2 }, { currentVersion: null }],
      dueDates: [{ fromDate: '2026-12-03', reason: 'Supplier of the drives is late.' }],
      orderExternalIds: ['ord_1', 'ord_2'],
    })
    expect(recordOf({ customer_contact: null }).contactEmail).toBeNull()
  })
})

describe('events of projects', () => {
  const parse = (body: string) =>
    orders.parse({
      rawBody: Buffer.from(body),
      headers: { 'webhook-id': 'msg_1' },
      url: '',
      method: 'POST',
      receivedAt: new Date(),
    })

  it('name the project, its customer and version, and mean the project whole', () => {
    const text = eventText(wireProjectWith())
    expect(parse(text)).toMatchObject([
      {
        type: 'event',
        event: { kind: 'project', externalId: 'prj_1', externalCustomerId: 'C-1002', version: 4 },
      },
    ])
    expect(orders.toChange(text)).toMatchObject({
      type: 'change',
      change: { kind: 'project', type: 'upsert', record: { externalId: 'prj_1' } },
    })
  })

  it('mean a deletion as soon as the object says so, whatever the event is called', () => {
    const at = '2026-11-22T00:00:00.000Z'
    const gone = eventText(wireProjectWith({ version: 5, deleted_at: at, updated_at: at }))
    expect(orders.toChange(gone)).toEqual({
      type: 'change',
      change: {
        kind: 'project',
        type: 'delete',
        externalId: 'prj_1',
        version: 5,
        externalCustomerId: 'C-1002',
        changedAt: at,
      },
    })
  })

  it.each([
    ['data.milestones', { milestones: [milestone, milestone] }],
    ['data.status', { status: 'lost' }],
    ['data.deliverables[0].version', { deliverables: [{ ...deliverable, version: 0 }] }],
  ])('are set aside when %s breaks the contract', (place, changes) => {
    const [result] = parse(eventText({ ...wireProjectWith(), ...changes }))
    expect(result).toMatchObject({
      type: 'broken',
      reason: expect.stringContaining(`${place}: `) as string,
    })
  })

  it('do not read one kind as the other', () => {
    expect(orders.toChange(eventText(wireProjectWith(), 'order.updated')).type).toBe('invalid')
    expect(orders.toChange(eventText(wireProjectWith(), 'ticket.updated')).type).toBe('invalid')
  })
})
