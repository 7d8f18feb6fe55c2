/** Controls that filters are made of. They come with the panel they stand in, so import them lazily. */
import { Checkbox } from '#web/ui/form/checkbox.tsx'
import { Field } from '#web/ui/form/field.tsx'
import { Input } from '#web/ui/form/input.tsx'
import { useText } from '#web/ui/text/use-text.tsx'

interface ChoicesProps<T extends string> {
  label: string
  values: readonly T[]
  chosen: readonly T[]
  word: (value: T) => string
  onChange: (chosen: T[]) => void
}

export function Choices<T extends string>(props: ChoicesProps<T>) {
  const { label, values, chosen, word, onChange } = props
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

interface DaysProps {
  from: string | null
  to: string | null
  onChange: (days: { from: string | null; to: string | null }) => void
}

export function Days({ from, to, onChange }: DaysProps) {
  const text = useText()
  const orNull = (value: string) => (value === '' ? null : value)
  return (
    <div className="grid gap-3 p-2">
      <Field label={text('list.filter.from')}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={from ?? ''}
            max={to ?? undefined}
            onChange={(event) => onChange({ from: orNull(event.target.value), to })}
          />
        )}
      </Field>
      <Field label={text('list.filter.to')}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={to ?? ''}
            min={from ?? undefined}
            onChange={(event) => onChange({ from, to: orNull(event.target.value) })}
          />
        )}
      </Field>
    </div>
  )
}
