/** The controls of each filter, used alike in the popover of a chip and in the sheet of a phone. */
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { useText } from '#web/ui/text/use-text.tsx'
import { Choices, Days } from '../../list/filter/fields.tsx'
import type { OrdersFilterName } from '../orders-query.ts'
import type { FilterFieldsProps } from './lazy-filter-fields.ts'

type FieldProps = Omit<FilterFieldsProps, 'name'>

function StateField({ query, facets, onChange }: FieldProps) {
  const text = useText()
  const known = new Set([...facets.states, ...query.states])
  return (
    <Choices
      label={text('orders.filter.state')}
      values={ORDER_STATES.filter((state) => known.has(state))}
      chosen={query.states}
      word={(state) => text(`common.state.${state}`)}
      onChange={(states) => onChange({ states })}
    />
  )
}

function SiteField({ query, facets, onChange }: FieldProps) {
  const text = useText()
  // A site in the URL stays choosable even when no order of this view names it.
  const values = [...new Set([...facets.sites, ...query.sites])]
  if (values.length === 0) {
    return <p className="p-2 text-dense text-soft">{text('orders.filter.noSites')}</p>
  }
  return (
    <Choices
      label={text('orders.filter.site')}
      values={values}
      chosen={query.sites}
      word={(site) => site}
      onChange={(sites) => onChange({ sites })}
    />
  )
}

function PlacedField({ query, onChange }: FieldProps) {
  return (
    <Days
      from={query.placedFrom}
      to={query.placedTo}
      onChange={({ from, to }) => onChange({ placedFrom: from, placedTo: to })}
    />
  )
}

const FIELDS: Record<OrdersFilterName, (props: FieldProps) => React.ReactNode> = {
  state: StateField,
  site: SiteField,
  placed: PlacedField,
}

export default function FilterFields({ name, ...props }: FilterFieldsProps) {
  const Field = FIELDS[name]
  return <Field {...props} />
}
