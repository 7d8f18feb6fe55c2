/** The plan as a timeline: each milestone with its day, and below it what is handed over at it. */
import type { ReactNode } from 'react'
import type { Milestone } from '#workflows/contracts/projects.ts'
import { useValueJustChanged } from '../../live/use-live.ts'
import { Section } from '../../ui/show/section.tsx'
import { Timeline, TimelineEntry } from '../../ui/show/timeline.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { MILESTONE_LOOKS } from '../projects/parts/project-state.tsx'
import type { ProjectView } from '../projects-api.ts'
import { Deliverables } from './deliverables.tsx'

function useWhen() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  return ({ state, doneAt, dueOn }: Milestone): ReactNode => {
    if (doneAt !== null) {
      const date = format.day(format.dateOf(new Date(doneAt)), 'plain', now)
      return text('project.milestones.done', { date })
    }
    if (dueOn === null) return text('project.milestones.noDate')
    const words = text('project.milestones.due', { date: format.day(dueOn, 'short', now) })
    const isOver = (state === 'planned' || state === 'in_progress') && dueOn < format.dateOf(now)
    return isOver ? <span className="font-medium text-warn">{words}</span> : words
  }
}

interface EntryProps {
  project: ProjectView
  milestone: Milestone
  isNow: boolean
}

function Entry({ project, milestone, isNow }: EntryProps) {
  const text = useText()
  const { title, state, dueOn } = milestone
  const own = project.deliverables.filter(
    ({ milestoneExternalId }) => milestoneExternalId === milestone.externalId,
  )
  const stamp = JSON.stringify([state, dueOn, own])
  const changed = useValueJustChanged(project.id, stamp)
  const muted = state === 'planned' || state === 'cancelled'
  return (
    <TimelineEntry
      {...MILESTONE_LOOKS[state]}
      title={
        <>
          <span className="sr-only">
            {text('project.milestones.named', {
              state: text(`project.milestones.state.${state}`),
            })}
          </span>{' '}
          {title}
        </>
      }
      when={useWhen()(milestone)}
      stress={isNow ? 'now' : muted ? 'next' : undefined}
      changed={changed}
    >
      {own.length === 0 ? undefined : (
        <Deliverables
          label={text('project.deliverables.of', { milestone: title })}
          deliverables={own}
        />
      )}
    </TimelineEntry>
  )
}

export function Milestones({ project, fresh }: { project: ProjectView; fresh: ReactNode }) {
  const text = useText()
  const { milestones, deliverables, state } = project
  const isOpen = state === 'active' || state === 'on_hold'
  const current = isOpen
    ? milestones.find((each) => each.state === 'in_progress' || each.state === 'planned')
    : undefined
  const known = new Set(milestones.map(({ externalId }) => externalId))
  // Of the whole project, or of a milestone that the source has dropped.
  const loose = deliverables.filter(({ milestoneExternalId: of }) => of === null || !known.has(of))
  return (
    <>
      <Section title={text('project.milestones.title')} aside={fresh}>
        {milestones.length === 0 ? (
          <p className="pt-4 text-soft">{text('project.milestones.empty')}</p>
        ) : (
          <Timeline>
            {milestones.map((milestone) => (
              <Entry
                key={milestone.externalId}
                {...{ project, milestone }}
                isNow={milestone === current}
              />
            ))}
          </Timeline>
        )}
      </Section>
      {loose.length === 0 ? null : (
        <Section
          title={text(
            milestones.length === 0 ? 'project.deliverables.title' : 'project.deliverables.loose',
          )}
        >
          <div className="pt-2">
            <Deliverables label={text('project.deliverables.title')} deliverables={loose} />
          </div>
        </Section>
      )}
    </>
  )
}
