/**
 * All projects of a new demo. Each is set up as the desk would and then lives through its past by the desk's own
 * actions, so that states, dates, history and version always tell one story.
 */
import type { WireProject } from '../../../orders/project-schema.ts'
import type { WireOrder } from '../../../orders/schema.ts'
import { atWork, daysAfter } from '../../demo/calendar.ts'
import { CUSTOMERS, type DemoCustomer } from '../../demo/customers.ts'
import { createRandom, type Random } from '../../demo/random.ts'
import { addDays } from '../change.ts'
import { plannedProject } from './new-project.ts'
import { applyProjectAction, type ProjectAction } from './project-actions.ts'
import { MOVE_REASONS, PLANS, type ProjectPlan } from './project-plans.ts'

/** The number of the first project. */
const FIRST_NUMBER = 101
/** How far back a project may have begun, in days; the last ones have not begun yet. */
const OLDEST = 420
const SOONEST = -20
const MOST_ORDERS = 3
/** Of the orders placed from its beginning on, the first so many may be for it. */
const ORDERS_AT_ONCE = 12

interface Demo {
  /** What projects may be linked with. */
  orders: readonly WireOrder[]
  seed: number
  now: Date
}

interface Draft {
  customer: DemoCustomer
  plan: ProjectPlan
  startsAt: Date
  random: Random
}

export function demoProjects({ orders, seed, now }: Demo): WireProject[] {
  const drafts = CUSTOMERS.flatMap((customer): Draft[] => {
    const known = PLANS[customer.id]
    if (!known) return []
    const random = createRandom(`${String(seed)}/projects/${customer.id}`)
    return Array.from({ length: known.projects }, (_, index) => {
      // Spread over the time: from the oldest to one that is about to begin.
      const share = known.projects === 1 ? 0.8 : index / (known.projects - 1)
      const ago = Math.round(OLDEST - share * (OLDEST - SOONEST)) + random.whole(-6, 6)
      const plan = known.plans[index % known.plans.length] ?? random.pick(known.plans)
      return { customer, plan, random, startsAt: daysAfter(now, -ago) }
    })
  })
  const projects = drafts
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
    .map((draft, index) => livedProject(draft, { number: FIRST_NUMBER + index, orders, now }))
  const random = createRandom(`${String(seed)}/projects/moved`)
  for (const own of Map.groupBy(projects, ({ customer }) => customer.id).values()) {
    const running = own.filter(({ status }) => status === 'running')
    const [project] = running
    if (!project || running.some((each) => each.due_date_history.length > 0)) continue
    projects[projects.indexOf(project)] = withMove(project, { random, now })
  }
  return projects
}

/** Whatever day it is, one of a customer's running projects has a date that moved: portal and pictures show it. */
function withMove(
  project: WireProject,
  { random, now }: Pick<Life, 'random' | 'now'>,
): WireProject {
  const at = atWork(daysAfter(now, -3), random)
  const last = new Date(project.updated_at)
  return applyProjectAction(project, 'move', {
    input: {
      milestone: project.milestones.find(({ status }) => status !== 'done')?.id,
      days: random.whole(3, 14),
      reason: random.pick(MOVE_REASONS),
    },
    now: at > last ? at : last,
  })
}

function livedProject(
  { customer, plan, startsAt, random }: Draft,
  { number, orders, now }: Pick<Demo, 'orders' | 'now'> & { number: number },
): WireProject {
  const planned = plannedProject(plan, { customer, number, startsAt, random })
  const known = orders.filter((order) => order.customer.id === customer.id)
  const from = daysAfter(startsAt, -30).toISOString()
  const during = known.filter((order) => order.placed_at > from)
  const linked = during.length === 0 ? known : during.slice(0, ORDERS_AT_ONCE)
  const order_ids = Array.from(
    { length: random.whole(1, MOST_ORDERS) },
    () => random.pick(linked).id,
  )
  const begun = startsAt < now
  let project: WireProject = {
    ...planned,
    order_ids: linked.length === 0 ? [] : [...new Set(order_ids)],
    milestones: planned.milestones.map((milestone, index) =>
      begun && index === 0 ? { ...milestone, status: 'started' } : milestone,
    ),
    status: begun ? 'running' : 'planned',
    updated_at: atWork(
      earliest(daysAfter(startsAt, -10), daysAfter(now, -4)),
      random,
    ).toISOString(),
  }
  const act = (action: ProjectAction, at: Date, input: object = {}) => {
    project = applyProjectAction(project, action, { input, now: at })
  }
  for (const milestone of planned.milestones) {
    if (!liveThrough(milestone.id, { project: () => project, act, random, now })) break
  }
  // What is paused waits for the customer.
  const paused = project.status === 'running' && random.chance(0.08)
  return paused ? { ...project, status: 'paused', version: project.version + 1 } : project
}

const earliest = (a: Date, b: Date): Date => (a < b ? a : b)

interface Life {
  project: () => WireProject
  act: (action: ProjectAction, at: Date, input?: object) => void
  random: Random
  now: Date
}

/** One milestone up to now; false when it is not over. */
function liveThrough(id: string, { project, act, random, now }: Life): boolean {
  const due = () => {
    const at = project().milestones.find((milestone) => milestone.id === id)?.due_on
    return new Date(`${at ?? ''}T09:00:00.000Z`)
  }
  const before = (days: number) => {
    const at = atWork(daysAfter(due(), -days), random)
    return at < now && at.toISOString() > project().updated_at ? at : null
  }
  const own = project().deliverables.filter((each) => each.milestone_id === id)
  const begin = before(random.whole(18, 24))
  const isMoved = random.chance(0.45)
  const reason = random.pick(MOVE_REASONS)
  if (begin && isMoved) {
    const days = random.whole(3, 14)
    const isLast = project().milestones.at(-1)?.id === id
    act('move', begin, { milestone: id, days, reason })
    const whole = project().due_on
    if (isLast && whole !== null) {
      act('move', begin, { milestone: 'project', to: addDays(whole, days), reason })
    }
  }
  for (const { id: deliverable } of own) {
    const handed = before(random.whole(9, 14))
    if (!handed) break
    act('deliver', handed, { deliverable })
    const verdict = before(random.whole(4, 8))
    if (!verdict) break
    if (random.chance(0.25)) {
      act('ask', verdict, { deliverable })
      const again = before(3)
      if (!again) break
      act('deliver', again, { deliverable })
    }
    act('approve', before(2) ?? verdict, { deliverable })
  }
  const ended = atWork(daysAfter(due(), random.whole(-1, 1)), random)
  const last = new Date(project().updated_at)
  const at = ended > last ? ended : daysAfter(last, 1)
  if (at >= now) return false
  // Nothing is over before all of it was handed over.
  for (const { id: deliverable } of own) {
    const state = project().deliverables.find((each) => each.id === deliverable)?.status
    if (state === 'approved') continue
    if (state !== 'delivered') act('deliver', at, { deliverable })
    act('approve', at, { deliverable })
  }
  act('finish', at, { milestone: id })
  return true
}
