/** Filters and sorting on phones: a sheet from below, and a menu. */
import { useState } from 'react'
import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react'
import { Dialog } from '#web/ui/float/dialog.tsx'
import { createLazyPart } from '#web/ui/float/lazy-part.tsx'
import { Menu } from '#web/ui/float/menu.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ChipButton } from '#web/ui/list/chip.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import type { FilterSheetProps } from './filter-sheet-body.tsx'
import type { ListFilters } from './list-filters.ts'

export interface SortChoices<Sort extends string> {
  sorts: readonly Sort[]
  current: Sort
  direction: 'asc' | 'desc'
  label: (sort: Sort) => string
  onSort: (sort: Sort) => void
}

function SortMenu<Sort extends string>({
  sorts,
  current,
  direction,
  label,
  onSort,
}: SortChoices<Sort>) {
  const text = useText()
  return (
    <Menu
      className="relative inline-flex desk:hidden"
      entries={sorts.map((sort) => ({
        type: 'choice',
        label: label(sort),
        checked: sort === current,
        onSelect: () => onSort(sort),
      }))}
    >
      {(trigger) => (
        <ChipButton {...trigger}>
          {text('list.sort.label')}
          <strong className="font-medium text-ink">{label(current)}</strong>
          <Icon of={direction === 'asc' ? ArrowUp : ArrowDown} size={14} />
        </ChipButton>
      )}
    </Menu>
  )
}

const sheet = createLazyPart<FilterSheetProps>(() => import('./filter-sheet-body.tsx'))

interface PhoneToolsProps<Name extends string, Sort extends string> {
  filters: ListFilters<Name>
  sort: SortChoices<Sort>
  apply: string
}

export function PhoneTools<Name extends string, Sort extends string>(
  props: PhoneToolsProps<Name, Sort>,
) {
  const { filters, sort, apply } = props
  const text = useText()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const on = filters.names.filter((name) => filters.words(name) !== null).length
  return (
    <>
      <ChipButton className="desk:hidden" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon of={ListFilter} size={14} />
        {text(on === 0 ? 'list.filter.button' : 'list.filter.count')}
        {on === 0 ? null : <strong className="font-medium text-ink">{format.number(on)}</strong>}
      </ChipButton>
      <SortMenu {...sort} />
      <Dialog title={text('list.filter.title')} place="sheet" open={open} setOpen={setOpen}>
        <sheet.Part
          sections={filters.names.map((name) => ({
            label: filters.label(name),
            fields: filters.fields(name),
          }))}
          apply={apply}
          onClear={filters.onClear}
          close={() => setOpen(false)}
        />
      </Dialog>
    </>
  )
}
