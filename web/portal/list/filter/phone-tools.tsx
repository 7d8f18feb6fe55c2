/** Filters and sorting on phones: a sheet from below, and a menu. */
import { useState } from 'react'
import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react'
import { Button } from '#web/ui/action/button.tsx'
import { Dialog } from '#web/ui/float/dialog.tsx'
import { Menu } from '#web/ui/float/menu.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ChipButton } from '#web/ui/list/chip.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
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

interface SheetProps<Name extends string> {
  filters: ListFilters<Name>
  /** "Show 12 orders": what closes the sheet. */
  apply: string
  close: () => void
}

function FilterSheet<Name extends string>({ filters, apply, close }: SheetProps<Name>) {
  const text = useText()
  return (
    <>
      <div className="grow overflow-y-auto p-2">
        {filters.names.map((name) => (
          <section key={name} className="pb-3">
            <h3 className="px-2 pt-2 pb-1 text-meta text-faint">{filters.label(name)}</h3>
            {filters.fields(name)}
          </section>
        ))}
      </div>
      <div className="flex gap-2 border-t border-line p-3 pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button onClick={filters.onClear}>{text('list.filter.clear')}</Button>
        <Button look="primary" className="grow" onClick={close}>
          {apply}
        </Button>
      </div>
    </>
  )
}

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
        <FilterSheet filters={filters} apply={apply} close={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
