/** Below a list: how much it is, what it comes to, and the pages around. */
import { ChevronDown } from 'lucide-react'
import { Menu } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Pager } from '../../ui/list/pager.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { PAGE_SIZES, type ListCodec } from './list-query.ts'
import { useListNavigation } from './use-list-navigation.ts'

interface ListFootProps<View extends string, Query> {
  codec: ListCodec<View, Query>
  query: Query
  /** "420 orders, €1,200.00 in total" */
  range: string
  /** Cursors of the pages around; null: there is none. */
  page: { previous: string | null; next: string | null }
}

export function ListFoot<View extends string, Query extends { limit: number }>(
  props: ListFootProps<View, Query>,
) {
  const { codec, query, range, page } = props
  const text = useText()
  const format = useFormat()
  const go = useListNavigation(codec.toSearch)
  const words = (count: number) => text('list.pages.size', { number: format.number(count) })
  const to = (cursor: string | null) =>
    cursor === null ? null : codec.toSearch(codec.pageAt(query, cursor)) || '?'
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
            checked: each === query.limit,
            onSelect: () => go(codec.sized(query, each)),
          }))}
        >
          {(trigger) => (
            <ChipButton {...trigger} className="border-transparent">
              {words(query.limit)}
              <Icon of={ChevronDown} size={14} />
            </ChipButton>
          )}
        </Menu>
      }
      previous={{ label: text('list.pages.previous'), to: to(page.previous) }}
      next={{ label: text('list.pages.next'), to: to(page.next) }}
    />
  )
}
