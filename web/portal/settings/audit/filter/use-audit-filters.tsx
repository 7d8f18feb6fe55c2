/** The filters of the audit log: their names, what they say when they are on, and their controls. */
import { useText } from '#web/ui/text/use-text.tsx'
import { useFilterText, type ListFilters } from '../../../list/filter/list-filters.ts'
import type { AuditPage } from '../audit-api.ts'
import { auditList, type AuditFilterName, type AuditQueryState } from '../audit-query.ts'
import { LazyFilterFields, preloadFilters } from './lazy-filter-fields.ts'

export interface AuditFilterProps {
  query: AuditQueryState
  facets: AuditPage['facets']
  onChange: (query: AuditQueryState) => void
}

export function useAuditFilters(props: AuditFilterProps): ListFilters<AuditFilterName> {
  const { query, facets, onChange } = props
  const text = useText()
  const { several, between } = useFilterText()
  const nameOf = (id: string) => facets.people.find((person) => person.id === id)?.name ?? id
  const words: Record<AuditFilterName, () => string | null> = {
    who: () => several(query.who.map(nameOf)),
    module: () => several(query.modules.map((module) => text(`audit.module.${module}`))),
    group: () => several(query.groups.map((group) => text(`audit.group.${group}`))),
    when: () => between(query.from, query.to),
  }
  return {
    names: auditList.filterNames,
    label: (name) => text(`audit.filter.${name}`),
    words: (name) => words[name](),
    onRemove: (name) => onChange(auditList.withoutFilter(query, name)),
    onClear: () => onChange(auditList.clearFilters(query)),
    fields: (name) => (
      <LazyFilterFields
        {...{ name, query, facets }}
        onChange={(change) => onChange(auditList.changeQuery(query, change))}
      />
    ),
    preload: preloadFilters,
  }
}
