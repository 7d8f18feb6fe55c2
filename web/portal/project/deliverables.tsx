/** What is handed over: its title, the version that counts and how that stands. */
import type { Deliverable } from '#workflows/contracts/projects.ts'
import { State } from '../../ui/show/state.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { DELIVERABLE_LOOKS } from '../projects/parts/project-state.tsx'

function Item({ deliverable }: { deliverable: Deliverable }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { title, state, currentVersion, dueOn } = deliverable
  const version =
    currentVersion === null
      ? null
      : text('project.deliverables.version', { number: format.number(currentVersion) })
  // Once it is approved nobody waits for its day any more.
  const due =
    dueOn === null || state === 'approved'
      ? null
      : text('project.deliverables.due', { date: format.day(dueOn, 'plain', now) })
  const facts = [version, due].filter((part) => part !== null).join(', ')
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-1">
      <span className="break-words">
        {title} <span className="text-meta whitespace-nowrap text-faint">{facts}</span>
      </span>
      <State
        {...DELIVERABLE_LOOKS[state]}
        word={text(`project.deliverables.state.${state}`)}
        className="text-meta"
      />
    </li>
  )
}

interface DeliverablesProps {
  label: string
  deliverables: readonly Deliverable[]
}

export const Deliverables = ({ label, deliverables }: DeliverablesProps) => (
  <ul aria-label={label} className="text-dense">
    {deliverables.map((deliverable) => (
      <Item key={deliverable.externalId} deliverable={deliverable} />
    ))}
  </ul>
)
