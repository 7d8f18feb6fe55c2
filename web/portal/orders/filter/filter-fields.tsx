/** The controls of each filter, used alike in the popover of a chip and in the sheet of a phone. */
import { ORDER_STATES, type OrderState } from '#workflows/contracts/orders.ts'
import { Checkbox } from '#web/ui/form/checkbox.tsx'
import { Field } from '#web/ui/form/field.tsx'
import { Input } from '#web/ui/form/input.tsx'
import { useText } from '#web/ui/text/use-text.tsx'
import { changeQuery, type OrdersQuery } from '../orders-query.ts'
import type { FilterName, FilterProps } from './filters.ts'
import type { FilterFieldsProps } from './lazy-filter-fields.tsx'

interface ChoicesProps<T extends string> {
  label: string
  values: readonly T[]
  chosen: readonly T[]
  word: (value: T) => string
  onChange: (chosen: T[]) => void
}

function Choices<T extends string>({ label, values, chosen, word, onChange }: ChoicesProps<T>) {
  return (
    <fieldset>
      <legend className="sr-only">{label}</legend>
      {values.map((value) => (
        <label
          key={value}
          className="flex min-h-8 items-center gap-2.5 rounded-2 px-2 text-dense hover:bg-float-hover phone:min-h-11"
        >
          <Checkbox
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value),
              )
            }
          />
          {word(value)}
        </label>
      ))}
    </fieldset>
  )
}

function StateField({ query, facets, onChange }: FilterProps) {
  const text = useText()
  const known = new Set([...facets.states, ...query.states])
  return (
    <Choices<OrderState>
      label={text('orders.filter.state')}
      values={ORDER_STATES.filter((state) => known.has(state))}
      chosen={query.states}
      word={(state) => text(`common.state.${state}`)}
      onChange={(states) => onChange(changeQuery(query, { states }))}
    />
  )
}

function SiteField({ query, facets, onChange }: FilterProps) {
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
      onChange={(sites) => onChange(changeQuery(query, { sites }))}
    />
  )
}

function PlacedField({ query, onChange }: FilterProps) {
  const text = useText()
  const set = (change: Partial<OrdersQuery>) => onChange(changeQuery(query, change))
  const orNull = (value: string) => (value === '' ? null : value)
  return (
    <div className="grid gap-3 p-2">
      <Field label={text('orders.filter.from')}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={query.placedFrom ?? ''}
            max={query.placedTo ?? undefined}
            onChange={(event) => set({ placedFrom: orNull(event.target.value) })}
          />
        )}
      </Field>
      <Field label={text('orders.filter.to')}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={query.placedTo ?? ''}
            min={query.placedFrom ?? undefined}
            onChange={(event) => set({ placedTo: orNull(event.target.value) })}
          />
        )}
      </Field>
    </div>
  )
}

const FIELDS: Record<FilterName, (props: FilterProps) => React.ReactNode> = {
  state: StateField,
  site: SiteField,
  placed: PlacedField,
}

export default function FilterFields({ name, ...props }: FilterFieldsProps) {
  const Field = FIELDS[name]
  return <Field {...props} />
}
