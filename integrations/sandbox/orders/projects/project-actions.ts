/**
 * What the desk can do with a project, as pure functions: a project in, the changed project out, or an AppError
 * `conflict` in words for the person at the desk. Which milestone or deliverable need not be said: the next one is.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type {
  WireDeliverable,
  WireDeliverableStatus,
  WireMilestone,
  WireProject,
} from '../../../orders/project-schema.ts'
import { addDays } from '../change.ts'

const id = z.string().min(1).max(200).optional()
const days = z.int().min(-365).max(365)

/** What each action accepts in its JSON body; anything else is refused. */
export const PROJECT_INPUTS = {
  finish: z.strictObject({ milestone: id }),
  move: z.strictObject({
    /** `project` is the due date of the whole. */
    milestone: id,
    days: days.optional(),
    to: z.iso.date().optional(),
    reason: z.string().trim().max(500).optional(),
  }),
  deliver: z.strictObject({ deliverable: id }),
  approve: z.strictObject({ deliverable: id }),
  ask: z.strictObject({ deliverable: id }),
  delete: z.strictObject({}),
} as const
export type ProjectAction = keyof typeof PROJECT_INPUTS
export const PROJECT_ACTIONS = Object.keys(PROJECT_INPUTS) as ProjectAction[]

type Input<A extends ProjectAction> = z.infer<(typeof PROJECT_INPUTS)[A]>

const refuse = (message: string): never => {
  throw new AppError('conflict', message)
}

/** One version more, never back in time even when the clock is: pages are ordered by this instant. */
function changed(project: WireProject, patch: Partial<WireProject>, now: Date): WireProject {
  const at = now.toISOString() > project.updated_at ? now.toISOString() : project.updated_at
  return { ...project, ...patch, version: project.version + 1, updated_at: at }
}

const isAhead = ({ status }: WireMilestone): boolean => status === 'open' || status === 'started'

const inOrder = <T extends { position: number }>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => a.position - b.position)

function milestoneOf(project: WireProject, wanted: string | undefined): WireMilestone {
  const found =
    wanted === undefined
      ? inOrder(project.milestones).find(isAhead)
      : project.milestones.find((milestone) => milestone.id === wanted)
  return found ?? refuse(`${project.number} has no such milestone ahead.`)
}

function finish(project: WireProject, input: Input<'finish'>, now: Date): WireProject {
  const done = milestoneOf(project, input.milestone)
  if (!isAhead(done)) refuse(`"${done.title}" is over already.`)
  const next = inOrder(project.milestones).find(
    (milestone) => milestone.id !== done.id && isAhead(milestone),
  )
  const milestones = project.milestones.map((milestone): WireMilestone => {
    if (milestone.id === done.id) {
      return { ...milestone, status: 'done', done_at: now.toISOString() }
    }
    return milestone.id === next?.id ? { ...milestone, status: 'started' } : milestone
  })
  return changed(project, { milestones, status: next ? 'running' : 'finished' }, now)
}

/** A week is what the desk says without thinking. */
const USUAL_DAYS = 7

function move(project: WireProject, input: Input<'move'>, now: Date): WireProject {
  const whole = input.milestone === 'project'
  const milestone = whole ? null : milestoneOf(project, input.milestone)
  if (milestone && !isAhead(milestone)) refuse(`"${milestone.title}" is over already.`)
  const from = milestone ? milestone.due_on : project.due_on
  const to = input.to ?? addDays(from ?? now.toISOString().slice(0, 10), input.days ?? USUAL_DAYS)
  if (to === from) refuse('It is due on that day already.')
  const reason = input.reason === undefined || input.reason === '' ? null : input.reason
  const moved = changed(
    project,
    milestone
      ? {
          milestones: project.milestones.map((each) =>
            each.id === milestone.id ? { ...each, due_on: to } : each,
          ),
        }
      : { due_on: to },
    now,
  )
  const entry = {
    id: `dd_${stemOf(project)}_${String(project.due_date_history.length + 1)}`,
    at: moved.updated_at,
    milestone_id: milestone?.id ?? null,
    from,
    to,
    reason,
  }
  return { ...moved, due_date_history: [...project.due_date_history, entry] }
}

const stemOf = ({ id: own }: WireProject): string => own.replace(/^prj_/, '')

interface Handover {
  wanted: string | undefined
  /** From which states it can be done. */
  from: readonly WireDeliverableStatus[]
  patch: (deliverable: WireDeliverable) => Partial<WireDeliverable>
  none: string
}

function handOver(project: WireProject, { wanted, from, patch, none }: Handover, now: Date) {
  const fits = (deliverable: WireDeliverable) =>
    from.includes(deliverable.status) && (wanted === undefined || deliverable.id === wanted)
  const chosen = inOrder(project.deliverables).find(fits) ?? refuse(`${project.number}: ${none}`)
  const deliverables = project.deliverables.map((each) =>
    each.id === chosen.id ? { ...each, ...patch(each) } : each,
  )
  return changed(project, { deliverables }, now)
}

/** Applies one action; the input has been parsed by PROJECT_INPUTS before. */
export function applyProjectAction(
  project: WireProject,
  action: ProjectAction,
  context: { input: unknown; now: Date },
): WireProject {
  const { now } = context
  if (project.deleted_at !== null) refuse(`${project.number} was deleted.`)
  const input = <A extends ProjectAction>(of: A) =>
    PROJECT_INPUTS[of].parse(context.input) as Input<A>
  const reviewed = (of: 'approve' | 'ask', status: WireDeliverableStatus) =>
    handOver(
      project,
      {
        wanted: input(of).deliverable,
        from: ['delivered'],
        patch: () => ({ status }),
        none: 'nothing waits for approval.',
      },
      now,
    )
  switch (action) {
    case 'finish':
      return finish(project, input('finish'), now)
    case 'move':
      return move(project, input('move'), now)
    case 'deliver':
      return handOver(
        project,
        {
          wanted: input('deliver').deliverable,
          from: ['in_preparation', 'changes_requested', 'delivered'],
          patch: ({ version }) => ({ status: 'delivered', version: (version ?? 0) + 1 }),
          none: 'there is nothing to hand over.',
        },
        now,
      )
    case 'approve':
      return reviewed('approve', 'approved')
    case 'ask':
      return reviewed('ask', 'changes_requested')
    case 'delete':
      return changed(project, { deleted_at: now.toISOString() }, now)
  }
}
