/** Every date that was moved, newest first, with the day and the words in which it was told. */
import type { DueDateMove } from '#workflows/contracts/projects.ts'
import { useValueJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ProjectView } from '../projects-api.ts'

function useMoveWords() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const day = (date: string) => format.day(date, 'plain', now)
  return {
    sentence: ({ fromDate, toDate }: DueDateMove): string => {
      if (toDate === null) {
        return text('project.dates.gone', { from: fromDate === null ? '' : day(fromDate) })
      }
      if (fromDate === null) return text('project.dates.set', { to: day(toDate) })
      return text('project.dates.moved', { from: day(fromDate), to: day(toDate) })
    },
    reason: ({ at, reason }: DueDateMove): string => {
      const date = day(format.dateOf(new Date(at)))
      return reason === null ? date : text('project.dates.reason', { date, reason })
    },
  }
}

interface ItemProps {
  move: DueDateMove
  of: string
  changed: boolean
}

function Item({ move, of, changed }: ItemProps) {
  const words = useMoveWords()
  return (
    <li
      className={cx(
        'grid gap-0.5 border-b border-line py-3 last:border-b-0',
        changed && 'changed changed-block',
      )}
    >
      <span className="text-meta text-faint">{of}</span>
      <span>{words.sentence(move)}</span>
      <span className="text-dense break-words text-soft">{words.reason(move)}</span>
    </li>
  )
}

export function DueDates({ project }: { project: ProjectView }) {
  const text = useText()
  const { dueDates, milestones } = project
  const changed = useValueJustChanged(project.id, dueDates[0]?.externalId ?? null)
  const nameOf = ({ milestoneExternalId: of }: DueDateMove): string =>
    milestones.find(({ externalId }) => externalId === of)?.title ?? text('project.dates.whole')
  return (
    <Section title={text('project.dates.title')}>
      {dueDates.length === 0 ? (
        <p className="pt-3 text-soft">{text('project.dates.empty')}</p>
      ) : (
        <ol>
          {dueDates.map((move, index) => (
            <Item
              key={move.externalId}
              {...{ move }}
              of={nameOf(move)}
              changed={changed && index === 0}
            />
          ))}
        </ol>
      )}
    </Section>
  )
}
