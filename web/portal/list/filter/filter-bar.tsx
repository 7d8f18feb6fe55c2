/** Filters on desktop: a chip for each that is on, and one button for those that could be. */
import { useState } from 'react'
import { ChevronRight, Plus } from 'lucide-react'
import { Popover } from '#web/ui/float/popover.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ChipButton, FilterChip } from '#web/ui/list/chip.tsx'
import { useText } from '#web/ui/text/use-text.tsx'
import type { ListFilters } from './list-filters.ts'

export function FilterBar<Name extends string>({ filters }: { filters: ListFilters<Name> }) {
  const text = useText()
  const { names, words, fields, onRemove } = filters
  const isOn = (name: Name) => words(name) !== null
  const off = names.filter((name) => !isOn(name))
  return (
    <>
      {names.filter(isOn).map((name) => {
        const label = filters.label(name)
        return (
          <FilterChip
            key={name}
            removeLabel={text('list.filter.remove', { name: label })}
            onRemove={() => onRemove(name)}
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
                  {text('list.filter.chip', { name: label })}
                  <strong className="max-w-52 truncate font-medium text-ink">{words(name)}</strong>
                </button>
              )}
            >
              {() => fields(name)}
            </Popover>
          </FilterChip>
        )
      })}
      {off.length > 0 ? <AddFilter filters={filters} off={off} /> : null}
    </>
  )
}

interface AddFilterProps<Name extends string> {
  filters: ListFilters<Name>
  off: readonly Name[]
}

function AddFilter<Name extends string>({ filters, off }: AddFilterProps<Name>) {
  const text = useText()
  const [chosen, setChosen] = useState<Name | null>(null)
  return (
    <Popover
      label={text('list.filter.title')}
      trigger={({ onClick, ...trigger }) => (
        <ChipButton
          {...trigger}
          open
          onClick={() => {
            setChosen(null)
            filters.preload()
            onClick()
          }}
        >
          <Icon of={Plus} size={14} />
          {text('list.filter.add')}
        </ChipButton>
      )}
    >
      {() =>
        chosen !== null ? (
          filters.fields(chosen)
        ) : (
          <ul>
            {off.map((name) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => setChosen(name)}
                  className="flex min-h-8 w-full items-center gap-2 rounded-2 px-2 text-left text-dense hover:bg-float-hover"
                >
                  <span className="grow">{filters.label(name)}</span>
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
