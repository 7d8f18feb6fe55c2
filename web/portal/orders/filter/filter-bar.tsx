/** Filters on desktop: a chip for each that is on, and one button for those that could be. */
import { useState } from 'react'
import { ChevronRight, Plus } from 'lucide-react'
import { Popover } from '#web/ui/float/popover.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ChipButton, FilterChip } from '#web/ui/list/chip.tsx'
import { useText } from '#web/ui/text/use-text.tsx'
import { FILTERS, type FilterName, type FilterProps } from './filters.ts'
import { LazyFilterFields, preloadFilters } from './lazy-filter-fields.tsx'
import { useFilterWords, withoutFilter } from './filter-words.ts'

export function FilterBar(props: FilterProps) {
  const text = useText()
  const words = useFilterWords(props.query)
  const isOn = (name: FilterName) => words(name) !== null
  const off = FILTERS.filter((name) => !isOn(name))
  return (
    <>
      {FILTERS.filter(isOn).map((name) => {
        const label = text(`orders.filter.${name}`)
        return (
          <FilterChip
            key={name}
            removeLabel={text('orders.filter.remove', { name: label })}
            onRemove={() => props.onChange(withoutFilter(props.query, name))}
          >
            <Popover
              label={label}
              className="relative inline-flex h-full"
              trigger={(trigger) => (
                <button
                  type="button"
                  {...trigger}
                  className="flex h-full items-center gap-1 rounded-2 pl-2 hover:text-ink"
                >
                  {text('orders.filter.chip', { name: label })}
                  <strong className="max-w-52 truncate font-medium text-ink">{words(name)}</strong>
                </button>
              )}
            >
              {() => <LazyFilterFields name={name} {...props} />}
            </Popover>
          </FilterChip>
        )
      })}
      {off.length > 0 ? <AddFilter {...props} off={off} /> : null}
    </>
  )
}

function AddFilter({ off, ...props }: FilterProps & { off: FilterName[] }) {
  const text = useText()
  const [chosen, setChosen] = useState<FilterName | null>(null)
  return (
    <Popover
      label={text('orders.filter.title')}
      trigger={({ onClick, ...trigger }) => (
        <ChipButton
          {...trigger}
          open
          onClick={() => {
            setChosen(null)
            preloadFilters()
            onClick()
          }}
        >
          <Icon of={Plus} size={14} />
          {text('orders.filter.add')}
        </ChipButton>
      )}
    >
      {() =>
        chosen !== null ? (
          <LazyFilterFields name={chosen} {...props} />
        ) : (
          <ul>
            {off.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => setChosen(name)}
                  className="flex min-h-8 w-full items-center gap-2 rounded-2 px-2 text-left text-dense hover:bg-float-hover"
                >
                  <span className="grow">{text(`orders.filter.${name}`)}</span>
                  <Icon of={ChevronRight} size={14} className="text-faint" />
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Popover>
  )
}
