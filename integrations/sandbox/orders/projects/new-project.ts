/** A new project as the desk sets it up: the plan that customer usually follows, from today on. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireProject } from '../../../orders/project-schema.ts'
import { dayOf, daysAfter, workingDay } from '../../demo/calendar.ts'
import { type DemoCustomer, findCustomer } from '../../demo/customers.ts'
import { createRandom, type Random } from '../../demo/random.ts'
import { MANAGERS, PLANS, type ProjectPlan } from './project-plans.ts'

export const newProject = z.strictObject({
  customer: z.string().min(1).max(200),
  title: z.string().trim().max(200).optional(),
})
export type NewProject = z.infer<typeof newProject>

export function setUpProject(
  wanted: NewProject,
  { number, now }: { number: number; now: Date },
): WireProject {
  const customer = findCustomer(wanted.customer)
  const plans = PLANS[wanted.customer]?.plans
  if (!customer || !plans) {
    throw new AppError('invalid_input', 'There is no such customer at the order desk.')
  }
  const random = createRandom(`${customer.id}/project/${String(number)}`)
  const project = plannedProject(random.pick(plans), { customer, number, startsAt: now, random })
  return { ...project, title: wanted.title || project.title, updated_at: now.toISOString() }
}

interface Setting {
  customer: DemoCustomer
  number: number
  startsAt: Date
  random: Random
}

const WEEK = 7

/** A project of which nothing has happened yet, with every date worked out from its first day. */
export function plannedProject(plan: ProjectPlan, setting: Setting): WireProject {
  const { customer, number, startsAt, random } = setting
  const stem = String(number)
  const starts = workingDay(startsAt)
  let weeks = 0
  const milestones = plan.milestones.map((milestone, index) => {
    weeks += milestone.weeks
    return {
      id: `ms_${stem}_${String(index + 1)}`,
      position: index + 1,
      title: milestone.title,
      status: 'open' as const,
      due_on: dayOf(workingDay(daysAfter(starts, weeks * WEEK))),
      done_at: null,
    }
  })
  const titles = plan.milestones.flatMap((milestone, at) =>
    milestone.deliverables.map((title) => ({ title, milestone: milestones[at] })),
  )
  return {
    id: `prj_${stem}`,
    version: 1,
    number: `PR-${stem}`,
    title: plan.title,
    status: 'planned',
    customer: { id: customer.id, name: customer.name },
    manager: random.pick(MANAGERS),
    customer_contact: random.pick(customer.people),
    starts_on: dayOf(starts),
    due_on: milestones.at(-1)?.due_on ?? null,
    updated_at: daysAfter(starts, -WEEK).toISOString(),
    deleted_at: null,
    milestones,
    deliverables: titles.map(({ title, milestone }, index) => ({
      id: `dl_${stem}_${String(index + 1)}`,
      position: index + 1,
      milestone_id: milestone?.id ?? null,
      title,
      status: 'in_preparation' as const,
      version: null,
      due_on: milestone?.due_on ?? null,
    })),
    due_date_history: [],
    order_ids: [],
  }
}
