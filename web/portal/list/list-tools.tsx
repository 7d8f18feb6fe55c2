/** Above a list: search, filters, how fresh it is, what is waiting to be shown; filters and sorting in a sheet on phones. */
import { ArrowUp } from 'lucide-react'
import { Icon } from '../../ui/icon.tsx'
import { ChipButton } from '../../ui/list/chip.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import { FilterBar } from './filter/filter-bar.tsx'
import type { ListFilters } from './filter/list-filters.ts'
import { PhoneTools, type SortChoices } from './filter/phone-tools.tsx'
import type { HeldRows } from './hold-rows.ts'
import { ListSearch } from './list-search.tsx'
import type { SearchCodec } from './list-query.ts'
import type { Go } from './use-list-navigation.ts'

type Sorted<Sort extends string> = Pick<SortChoices<Sort>, 'sorts' | 'direction'> & { sort: Sort }

interface ListToolsProps<
  Name extends string,
  Sort extends string,
  Query extends Omit<Sorted<Sort>, 'sorts'> & { q: string },
> {
  codec: SearchCodec<Sort, Query>
  query: Query
  go: Go<Query>
  filters: ListFilters<Name>
  /** Those that are offered to this member. */
  sorts: readonly Sort[]
  /** `apply`: what the button of the sheet says. */
  words: { search: string; apply: string; sort: (sort: Sort) => string }
  /** Missing: what is listed is our own. */
  freshness?: FreshnessView | undefined
  held: Pick<HeldRows<unknown>, 'waiting' | 'showAll'>
}

export function ListTools<
  Name extends string,
  Sort extends string,
  Query extends Omit<Sorted<Sort>, 'sorts'> & { q: string },
>(props: ListToolsProps<Name, Sort, Query>) {
  const { codec, query, go, filters, sorts, words, freshness, held } = props
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <ListSearch
        label={words.search}
        q={query.q}
        onSearch={(q) => go(codec.changeQuery(query, { q }), { replace: true })}
      />
      <span className="hidden flex-wrap gap-2 desk:flex">
        <FilterBar filters={filters} />
      </span>
      <PhoneTools
        filters={filters}
        apply={words.apply}
        sort={{
          sorts,
          current: query.sort,
          direction: query.direction,
          label: words.sort,
          onSort: (sort) => go(codec.sortedBy(query, sort)),
        }}
      />
      <WhatIsNew freshness={freshness} held={held} />
    </div>
  )
}

function WhatIsNew({
  freshness,
  held: { waiting, showAll },
}: {
  freshness: FreshnessView | undefined
  held: Pick<HeldRows<unknown>, 'waiting' | 'showAll'>
}) {
  const text = useText()
  const format = useFormat()
  if (freshness === undefined && waiting === 0) return null
  return (
    <span className="ml-auto flex min-h-(--chip) items-center gap-2 phone:w-full phone:justify-between">
      {freshness === undefined ? null : (
        <Freshness source={freshness.source} seenAt={freshness.seenAt} />
      )}
      {waiting > 0 ? (
        <ChipButton onClick={showAll} title={text('list.showNew')} className="rise">
          <Icon of={ArrowUp} size={14} />
          <strong className="font-medium text-ink">
            {text('list.new', { count: waiting, number: format.number(waiting) })}
          </strong>
        </ChipButton>
      ) : null}
    </span>
  )
}
