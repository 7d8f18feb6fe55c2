/** Above the audit log: search, filters, and the order on phones. */
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { FilterBar } from '../../list/filter/filter-bar.tsx'
import { PhoneTools } from '../../list/filter/phone-tools.tsx'
import type { HeldRows } from '../../list/hold-rows.ts'
import { ListSearch } from '../../list/list-search.tsx'
import { ListTools } from '../../list/list-tools.tsx'
import { useListNavigation } from '../../list/use-list-navigation.ts'
import type { AuditEntryView, AuditPage } from './audit-api.ts'
import { auditList, AUDIT_SORTS, toSearch, type AuditQueryState } from './audit-query.ts'
import { useAuditFilters } from './filter/use-audit-filters.tsx'

interface AuditToolsProps {
  query: AuditQueryState
  page: AuditPage
  held: HeldRows<AuditEntryView>
}

export function AuditTools({ query, page, held }: AuditToolsProps) {
  const text = useText()
  const format = useFormat()
  const go = useListNavigation(toSearch)
  const filters = useAuditFilters({
    query,
    facets: page.facets,
    onChange: (next: AuditQueryState) => go(next),
  })
  const { count } = page.total
  return (
    <ListTools
      freshness={undefined}
      waiting={held.waiting}
      onShowWaiting={held.showAll}
      search={
        <ListSearch
          label={text('audit.search')}
          q={query.q}
          onSearch={(q) => go(auditList.changeQuery(query, { q }), { replace: true })}
        />
      }
      filters={<FilterBar filters={filters} />}
      phone={
        <PhoneTools
          filters={filters}
          apply={text('audit.filter.apply', { count, number: format.number(count) })}
          sort={{
            sorts: AUDIT_SORTS,
            current: query.sort,
            direction: query.direction,
            label: (sort) => text(`audit.sort.${sort}`),
            onSort: (sort) => go(auditList.sortedBy(query, sort)),
          }}
        />
      }
    />
  )
}
