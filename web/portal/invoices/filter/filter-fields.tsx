/** The controls of each filter, used alike in the popover of a chip and in the sheet of a phone. */
import { SHOWN_INVOICE_STATES } from '#workflows/contracts/billing.ts'
import { useText } from '#web/ui/text/use-text.tsx'
import { Choices, Days } from '../../list/filter/fields.tsx'
import type { FilterFieldsProps } from './lazy-filter-fields.ts'

export default function FilterFields({ name, query, facets, onChange }: FilterFieldsProps) {
  const text = useText()
  if (name === 'issued') {
    return (
      <Days
        from={query.issuedFrom}
        to={query.issuedTo}
        onChange={({ from, to }) => onChange({ issuedFrom: from, issuedTo: to })}
      />
    )
  }
  const known = new Set([...facets.states, ...query.states])
  return (
    <Choices
      label={text('invoices.filter.state')}
      values={SHOWN_INVOICE_STATES.filter((state) => known.has(state))}
      chosen={query.states}
      word={(state) => text(`invoices.state.${state}`)}
      onChange={(states) => onChange({ states })}
    />
  )
}
