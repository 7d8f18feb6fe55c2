/** Filters and sorting on phones: a sheet from below, and a menu. */
import { useState } from 'react'
import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react'
import { Button } from '#web/ui/action/button.tsx'
import { Dialog } from '#web/ui/float/dialog.tsx'
import { Menu } from '#web/ui/float/menu.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ChipButton } from '#web/ui/list/chip.tsx'
import { useFormat, useText } from '#web/ui/text/use-text.tsx'
import { FILTERS, type FilterProps } from './filters.ts'
import { LazyFilterFields } from './lazy-filter-fields.tsx'
import { clearFilters, countFilters, sortedBy, type OrderSort } from '../orders-query.ts'

interface PhoneToolsProps extends FilterProps {
  /** How many orders match now, for the button that closes the sheet. */
  count: number
  sorts: readonly OrderSort[]
}

function SortMenu({
  query,
  onChange,
  sorts,
}: Pick<PhoneToolsProps, 'query' | 'onChange' | 'sorts'>) {
  const text = useText()
  return (
    <Menu
      className="relative inline-flex desk:hidden"
      entries={sorts.map((sort) => ({
        type: 'choice',
        label: text(`orders.sort.${sort}`),
        checked: sort === query.sort,
        onSelect: () => onChange(sortedBy(query, sort)),
      }))}
    >
      {(trigger) => (
        <ChipButton {...trigger}>
          {text('orders.sort.label')}
          <strong className="font-medium text-ink">{text(`orders.sort.${query.sort}`)}</strong>
          <Icon of={query.direction === 'asc' ? ArrowUp : ArrowDown} size={14} />
        </ChipButton>
      )}
    </Menu>
  )
}

interface SheetProps extends FilterProps {
  count: number
  close: () => void
}

function FilterSheet({ count, close, ...props }: SheetProps) {
  const text = useText()
  const format = useFormat()
  return (
    <>
      <div className="grow overflow-y-auto p-2">
        {FILTERS.map((name) => (
          <section key={name} className="pb-3">
            <h3 className="px-2 pt-2 pb-1 text-meta text-faint">{text(`orders.filter.${name}`)}</h3>
            <LazyFilterFields name={name} {...props} />
          </section>
        ))}
      </div>
      <div className="flex gap-2 border-t border-line p-3 pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button onClick={() => props.onChange(clearFilters(props.query))}>
          {text('orders.filter.clear')}
        </Button>
        <Button look="primary" className="grow" onClick={close}>
          {text('orders.filter.apply', { count, number: format.number(count) })}
        </Button>
      </div>
    </>
  )
}

export function PhoneTools({ count, sorts, ...props }: PhoneToolsProps) {
  const text = useText()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const on = countFilters(props.query)
  return (
    <>
      <ChipButton className="desk:hidden" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon of={ListFilter} size={14} />
        {text(on === 0 ? 'orders.filter.button' : 'orders.filter.count')}
        {on === 0 ? null : <strong className="font-medium text-ink">{format.number(on)}</strong>}
      </ChipButton>
      <SortMenu query={props.query} onChange={props.onChange} sorts={sorts} />
      <Dialog title={text('orders.filter.title')} place="sheet" open={open} setOpen={setOpen}>
        <FilterSheet {...props} count={count} close={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
