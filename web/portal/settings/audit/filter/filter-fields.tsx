/** The controls of each filter of the log, used alike in the popover of a chip and in the sheet of a phone. */
import { AUDIT_GROUPS } from '#workflows/contracts/audit.ts'
import { useText } from '#web/ui/text/use-text.tsx'
import { Choices, Days } from '../../../list/filter/fields.tsx'
import type { FilterFieldsProps } from './lazy-filter-fields.ts'

export default function FilterFields({ name, query, facets, onChange }: FilterFieldsProps) {
  const text = useText()
  if (name === 'when') return <Days from={query.from} to={query.to} onChange={onChange} />
  if (name === 'module') {
    return (
      <Choices
        label={text('audit.filter.module')}
        values={facets.modules}
        chosen={query.modules}
        word={(module) => text(`audit.module.${module}`)}
        onChange={(modules) => onChange({ modules })}
      />
    )
  }
  if (name === 'group') {
    return (
      <Choices
        label={text('audit.filter.group')}
        values={AUDIT_GROUPS}
        chosen={query.groups}
        word={(group) => text(`audit.group.${group}`)}
        onChange={(groups) => onChange({ groups })}
      />
    )
  }
  const { people } = facets
  if (people.length === 0) return <p className="p-2 text-soft">{text('audit.filter.nobody')}</p>
  return (
    <Choices
      label={text('audit.filter.who')}
      values={people.map(({ id }) => id)}
      chosen={query.who}
      word={(id) => people.find((person) => person.id === id)?.name ?? id}
      onChange={(who) => onChange({ who })}
    />
  )
}
