/** Below a list: how much it is, what it comes to, and the pages around. */
import { ChevronDown } from 'lucide-react'
import { Menu } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Pager } from '../../ui/list/pager.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { PAGE_SIZES } from './list-query.ts'

interface ListFootProps {
  /** "420 orders, €1,200.00 in total" */
  range: string
  size: number
  onSize: (size: number) => void
  /** Where the pages around are; null: there is none. */
  previous: string | null
  next: string | null
}

export function ListFoot({ range, size, onSize, previous, next }: ListFootProps) {
  const text = useText()
  const format = useFormat()
  const words = (count: number) => text('list.pages.size', { number: format.number(count) })
  return (
    <Pager
      label={text('list.pages.label')}
      range={range}
      size={
        <Menu
          align="end"
          className="relative hidden desk:inline-flex"
          entries={PAGE_SIZES.map((each) => ({
            type: 'choice',
            label: words(each),
            checked: each === size,
            onSelect: () => onSize(each),
          }))}
        >
          {(trigger) => (
            <ChipButton {...trigger} className="border-transparent">
              {words(size)}
              <Icon of={ChevronDown} size={14} />
            </ChipButton>
          )}
        </Menu>
      }
      previous={{ label: text('list.pages.previous'), to: previous }}
      next={{ label: text('list.pages.next'), to: next }}
    />
  )
}
