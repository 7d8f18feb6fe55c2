/** The control of the one filter, used alike in the popover of a chip and in the sheet of a phone. */
import { PROJECT_STATES } from '#workflows/contracts/projects.ts'
import { useText } from '#web/ui/text/use-text.tsx'
import { Choices } from '../../list/filter/fields.tsx'
import type { FilterFieldsProps } from './use-projects-filters.tsx'

export default function FilterFields({ query, facets, onChange }: FilterFieldsProps) {
  const text = useText()
  const known = new Set([...facets.states, ...query.states])
  return (
    <Choices
      label={text('projects.filter.state')}
      values={PROJECT_STATES.filter((state) => known.has(state))}
      chosen={query.states}
      word={(state) => text(`projects.state.${state}`)}
      onChange={(states) => onChange({ states })}
    />
  )
}
