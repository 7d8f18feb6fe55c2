/** States of projects, milestones and deliverables with icon and tone. One table, so that every page agrees. */
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  FileCheck,
  FileClock,
  FilePen,
  type LucideIcon,
} from 'lucide-react'
import type {
  DeliverableState,
  MilestoneState,
  ProjectState as StateName,
} from '#workflows/contracts/projects.ts'
import { Badge, State } from '#web/ui/show/state.tsx'
import type { Tone } from '#web/ui/show/tone.ts'
import { useText } from '#web/ui/text/use-text.tsx'

interface Look {
  icon: LucideIcon
  tone: Tone
}

const STATE_LOOKS: Record<StateName, Look> = {
  planned: { icon: CircleDashed, tone: 'idle' },
  active: { icon: CircleDot, tone: 'info' },
  on_hold: { icon: CirclePause, tone: 'warn' },
  completed: { icon: CircleCheck, tone: 'ok' },
  cancelled: { icon: Ban, tone: 'idle' },
}

export const MILESTONE_LOOKS: Record<MilestoneState, Look> = {
  planned: { icon: CircleDashed, tone: 'idle' },
  in_progress: { icon: CircleDot, tone: 'info' },
  done: { icon: CircleCheck, tone: 'ok' },
  cancelled: { icon: Ban, tone: 'idle' },
}

export const DELIVERABLE_LOOKS: Record<DeliverableState, Look> = {
  preparing: { icon: CircleDashed, tone: 'idle' },
  delivered: { icon: FileClock, tone: 'info' },
  approved: { icon: FileCheck, tone: 'ok' },
  changes_requested: { icon: FilePen, tone: 'warn' },
}

interface ProjectStateProps {
  state: StateName
  className?: string
}

export const ProjectState = ({ state, className }: ProjectStateProps) => (
  <State
    {...STATE_LOOKS[state]}
    word={useText()(`projects.state.${state}`)}
    {...(className === undefined ? {} : { className })}
  />
)

export const ProjectBadge = ({ state }: ProjectStateProps) => (
  <Badge {...STATE_LOOKS[state]} word={useText()(`projects.state.${state}`)} />
)
