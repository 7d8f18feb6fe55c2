/** The audit log in the URL: its views, its order and its filters. */
import { MODULES, type Module } from '#workflows/contracts/access.ts'
import { AUDIT_GROUPS, type AuditGroup } from '#workflows/contracts/audit.ts'
import { isUuid } from '#workflows/contracts/ids.ts'
import { createListCodec, dateOrNull, setDate, type ListQuery } from '../../list/list-query.ts'

export const AUDIT_VIEWS = ['people', 'staff', 'systems', 'denied', 'all'] as const
export type AuditViewName = (typeof AUDIT_VIEWS)[number]

export const AUDIT_SORTS = ['at'] as const
export type AuditSort = (typeof AUDIT_SORTS)[number]

interface AuditFilters {
  /** Ids of actors. */
  who: string[]
  modules: Module[]
  groups: AuditGroup[]
  /** `YYYY-MM-DD`, inclusive, in the member's zone. */
  from: string | null
  to: string | null
}

export type AuditQueryState = ListQuery<AuditViewName, AuditSort> & AuditFilters
export type AuditFilterName = 'who' | 'module' | 'group' | 'when'

const MAX_WHO = 20

export const auditList = createListCodec<AuditViewName, AuditSort, AuditFilters, AuditFilterName>({
  views: AUDIT_VIEWS,
  sorts: AUDIT_SORTS,
  descendingFirst: ['at'],
  defaultSort: () => ({ sort: 'at', direction: 'desc' }),
  off: { who: [], modules: [], groups: [], from: null, to: null },
  filters: { who: ['who'], module: ['modules'], group: ['groups'], when: ['from', 'to'] },
  readFilters: (params) => ({
    who: [...new Set(params.getAll('who'))].filter(isUuid).slice(0, MAX_WHO),
    modules: MODULES.filter((module) => params.getAll('module').includes(module)),
    groups: AUDIT_GROUPS.filter((group) => params.getAll('kind').includes(group)),
    from: dateOrNull(params.get('from')),
    to: dateOrNull(params.get('to')),
  }),
  writeFilters: ({ who, modules, groups, from, to }, params) => {
    for (const id of who) params.append('who', id)
    for (const module of modules) params.append('module', module)
    for (const group of groups) params.append('kind', group)
    setDate(params, 'from', from)
    setDate(params, 'to', to)
  },
})

export const { read: readAuditQuery, toSearch } = auditList
