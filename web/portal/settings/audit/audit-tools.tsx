/** Above the audit log: search, filters, and the order on phones. */
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import type { HeldRows } from '../../list/hold-rows.ts'
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
  const filters = useAuditFilters({ query, facets: page.facets, onChange: go })
  const { count } = page.total
  return (
    <ListTools
      codec={auditList}
      {...{ query, go, filters, held }}
      sorts={AUDIT_SORTS}
      words={{
        search: text('audit.search'),
        apply: text('audit.filter.apply', { count, number: format.number(count) }),
        sort: (sort) => text(`audit.sort.${sort}`),
      }}
    />
  )
}
