/** The one sentence that matters about a project: what comes next, or why nothing does. */
import type { Translate } from '../../languages/catalogue.ts'
import { daysBetween } from '../../ui/text/dates.ts'
import type { ProjectRow } from '../projects-api.ts'

export interface SentenceVoice {
  text: Translate
  /** A day as people say it, e.g. "Thu, 17 Dec". */
  day: (date: string) => string
  /** `YYYY-MM-DD` where the member is. */
  today: string
}

type Facts = Pick<ProjectRow, 'state' | 'startsOn' | 'nextMilestone' | 'nextDueOn'>

export function projectSentence(project: Facts, { text, day, today }: SentenceVoice): string {
  const { state, startsOn, nextMilestone: milestone, nextDueOn } = project
  if (state === 'planned') {
    return startsOn === null
      ? text('project.sentence.plannedOpen')
      : text('project.sentence.planned', { date: day(startsOn) })
  }
  if (state !== 'active') return text(`project.sentence.${state}`)
  if (milestone === null) return text('project.sentence.noPlan')
  if (nextDueOn === null) return text('project.sentence.nextOpen', { milestone })
  const date = day(nextDueOn)
  if (nextDueOn >= today) return text('project.sentence.next', { milestone, date })
  const days = daysBetween(nextDueOn, today)
  return text('project.sentence.overdue', { milestone, date, days, count: days })
}
