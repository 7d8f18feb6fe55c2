/** Projects of the demo tell one story each, and the desk's actions keep it so. */
import { describe, expect, it } from 'vitest'
import { wireProject, type WireProject } from '../../../orders/project-schema.ts'
import { wireProjectWith } from '../../../orders/testing/wire-project.ts'
import { CUSTOMERS } from '../../demo/customers.ts'
import { demoOrders } from '../../demo/demo-orders.ts'
import { demoProjects } from './demo-projects.ts'
import { applyProjectAction, type ProjectAction } from './project-actions.ts'

const NOW = new Date('2026-11-23T10:00:00.000Z')
const orders = demoOrders({ seed: 1, now: NOW })
const all = demoProjects({ orders, seed: 1, now: NOW })

describe('the demo projects', () => {
  it('are the same for the same seed and moment, others for another seed', () => {
    expect(demoProjects({ orders, seed: 1, now: NOW })).toEqual(all)
    expect(demoProjects({ orders, seed: 2, now: NOW })[5]).not.toEqual(all[5])
  })

  it('are there for every customer, keep to the contract and have ids of their own', () => {
    for (const { id } of CUSTOMERS) expect(all.map(({ customer }) => customer.id)).toContain(id)
    for (const project of all) expect(wireProject.parse(project)).toEqual(project)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set(['planned', 'running', 'paused', 'finished']),
    )
  })

  it('show a date that moved, whatever day of the year it is', () => {
    for (let day = 0; day < 365; day += 9) {
      const now = new Date(NOW.getTime() + day * 24 * 3600_000)
      const moved = demoProjects({ orders, seed: 1, now }).filter(
        ({ status, due_date_history: moves }) => status === 'running' && moves.length > 0,
      )
      expect([now, moved.map(({ customer }) => customer.id)]).toEqual([
        now,
        expect.arrayContaining(['C-1002']),
      ])
    }
  })

  it('tell one story in states, dates and history, none of it in the future', () => {
    const orderIds = new Map(orders.map(({ id, customer }) => [id, customer.id]))
    for (const project of all) {
      const open = project.milestones.filter(({ status }) => status !== 'done')
      expect([project.number, open.length === 0]).toEqual([
        project.number,
        project.status === 'finished',
      ])
      for (const { status, done_at } of project.milestones) {
        expect(done_at !== null).toBe(status === 'done')
      }
      for (const { status, version, milestone_id } of project.deliverables) {
        expect(version === null).toBe(status === 'in_preparation')
        const of = project.milestones.find((each) => each.id === milestone_id)
        if (of?.status === 'done') expect(status).toBe('approved')
      }
      const dueOf = (id: string | null) =>
        id === null ? project.due_on : project.milestones.find((each) => each.id === id)?.due_on
      for (const { milestone_id } of project.due_date_history) {
        const own = project.due_date_history.filter((move) => move.milestone_id === milestone_id)
        expect(own.at(-1)?.to).toBe(dueOf(milestone_id))
      }
      expect(project.updated_at <= NOW.toISOString()).toBe(true)
      for (const id of project.order_ids) expect(orderIds.get(id)).toBe(project.customer.id)
    }
  })
})

describe('the desk', () => {
  const act = (action: ProjectAction, input: object = {}, project = wireProjectWith()) =>
    applyProjectAction(project, action, { input, now: NOW })
  const refusal = (action: ProjectAction, input: object, project?: WireProject) => () =>
    act(action, input, project)

  it('finishes the next milestone, and the project with the last one', () => {
    const done = act('finish')
    expect(done).toMatchObject({ version: 5, status: 'finished', updated_at: NOW.toISOString() })
    expect(done.milestones[1]).toMatchObject({ status: 'done', done_at: NOW.toISOString() })
    const { milestones } = wireProjectWith()
    const later = [...milestones, { ...milestones[1], id: 'ms_3', position: 3, status: 'open' }]
    const long = wireProject.parse({ ...wireProjectWith(), milestones: later })
    expect(act('finish', {}, long)).toMatchObject({
      status: 'running',
      milestones: [{}, { status: 'done' }, { status: 'started' }],
    })
  })

  it('moves a date with its reason, of a milestone or of the whole', () => {
    const moved = act('move', { days: 7, reason: 'Hall is not free.' })
    expect(moved.milestones[1]?.due_on).toBe('2026-12-24')
    expect(moved.due_date_history.at(-1)).toMatchObject({
      milestone_id: 'ms_2',
      from: '2026-12-17',
      to: '2026-12-24',
      reason: 'Hall is not free.',
    })
    const whole = act('move', { milestone: 'project', to: '2027-03-05' })
    expect([whole.due_on, whole.due_date_history.at(-1)?.milestone_id]).toEqual([
      '2027-03-05',
      null,
    ])
  })

  it('hands over a version, and takes the verdict on it', () => {
    const first = act('deliver')
    expect(first.deliverables[1]).toMatchObject({ version: 1, status: 'delivered' })
    const asked = act('ask', {}, first)
    expect(asked.deliverables[1]?.status).toBe('changes_requested')
    const second = act('deliver', { deliverable: 'dl_2' }, asked)
    expect(second.deliverables[1]).toMatchObject({ version: 2, status: 'delivered' })
    expect(act('approve', {}, second).deliverables[1]?.status).toBe('approved')
  })

  it('refuses in words what makes no sense', () => {
    const gone = act('delete')
    expect(refusal('finish', { milestone: 'ms_1' })).toThrow('over already')
    expect(refusal('finish', { milestone: 'ms_9' })).toThrow('no such milestone')
    expect(refusal('move', { to: '2026-12-17' })).toThrow('on that day already')
    expect(refusal('approve', {})).toThrow('nothing waits')
    expect(refusal('deliver', {}, gone)).toThrow('was deleted')
  })
})
