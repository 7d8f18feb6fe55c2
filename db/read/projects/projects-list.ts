/**
 * The list of projects: one page by keyset, and what the whole query amounts to. Two statements in the transaction
 * of the caller; each walks an index that leads with the tenant.
 */
import { sql, type RawBuilder } from 'kysely'
import { PROJECT_STATES, type ProjectState } from '#workflows/contracts/projects.ts'
import type { TenantTx } from '../../tenant.ts'
import { keysetPage, type KeyedRow, type Page, type PageInput } from '../list/keyset-page.ts'
import type { Direction } from '../list/sort-key.ts'
import { countOf } from '../list/sums.ts'
import { containsWords, every, isOneOf } from '../list/words.ts'
import { calendarOf } from '../orders/lateness.ts'
import {
  isLate,
  isOpen,
  projectColumns,
  toProjectRow,
  type ProjectColumns,
  type ProjectRow,
} from './project-row.ts'
import { visibleProjects, type ProjectsAccess } from './projects-access.ts'
import { sortKeyOf, type ProjectsSort } from './projects-sort.ts'

export const PROJECT_VIEWS = ['all', 'underway', 'late', 'completed'] as const
export type ProjectsView = (typeof PROJECT_VIEWS)[number]

export interface ProjectsFilter {
  /** Only these of what else matches; what is no id of ours matches nothing. Left out: no such limit. */
  ids?: readonly string[]
  /** Words that must all occur in number, title or manager; empty: no search. */
  q: string
  /** Empty: every state. */
  states: readonly ProjectState[]
}

export interface ProjectsQuery extends ProjectsFilter {
  view: ProjectsView
  sort: ProjectsSort
  direction: Direction
}

export interface ProjectsSummary {
  /** Rows per view, with search and filters applied. */
  counts: Record<ProjectsView, number>
  total: { count: number }
  /** What can be filtered by, whatever is filtered now. */
  facets: { states: ProjectState[] }
}

export type ProjectsList = Page<ProjectRow> & ProjectsSummary

/** Condition over `p` and `c` for one of the built-in views. */
const VIEW_CONDITIONS: Readonly<Record<ProjectsView, RawBuilder<boolean>>> = {
  all: sql<boolean>`true`,
  underway: isOpen,
  late: isLate,
  completed: sql<boolean>`p.state = 'completed'`,
}

function filterCondition({ q, ids, states }: ProjectsFilter): RawBuilder<boolean> {
  const conditions = [...containsWords(sql`p.search_text`, q), ...isOneOf(sql`p.id`, ids)]
  if (states.length > 0) conditions.push(sql`p.state = any(${[...states]}::text[])`)
  return every(conditions)
}

/** @throws AppError `invalid_input` for a cursor of another sort or one that was altered */
export async function listProjects(
  trx: TenantTx,
  access: ProjectsAccess,
  input: ProjectsQuery & PageInput,
): Promise<ProjectsList> {
  const page = await listProjectRows(trx, access, input)
  return { ...page, ...(await summarizeProjects(trx, access, input)) }
}

/** The page alone: one statement. */
export async function listProjectRows(
  trx: TenantTx,
  access: ProjectsAccess,
  input: ProjectsQuery & PageInput,
): Promise<Page<ProjectRow>> {
  const key = sortKeyOf(input.sort, input.direction)
  const page = keysetPage({ ...input, key }, sql`p.id`, input)
  const { rows } = await sql<ProjectColumns & KeyedRow>`
    select ${projectColumns}, ${key.text} as sort_key
    from projects p cross join ${calendarOf(trx)}
    where ${visibleProjects(trx, access)} and ${filterCondition(input)}
      and ${VIEW_CONDITIONS[input.view]}${page.from}
    ${page.order}`.execute(trx)
  const found = page.pageOf(rows)
  return { ...found, rows: found.rows.map(toProjectRow) }
}

interface SummaryRow {
  cells: { state: ProjectState; count: number }[]
  late: number
  states: ProjectState[]
}

async function summarizeProjects(
  trx: TenantTx,
  access: ProjectsAccess,
  input: ProjectsFilter & { view: ProjectsView },
): Promise<ProjectsSummary> {
  const visible = visibleProjects(trx, access)
  const matches = sql<boolean>`${visible} and ${filterCondition(input)}`
  const { rows } = await sql<SummaryRow>`
    select
      (select coalesce(json_agg(cell), '[]') from (
         select p.state, count(*) as count from projects p where ${matches} group by p.state) as cell) as cells,
      (select count(*)::int from projects p cross join ${calendarOf(trx)}
       where ${matches} and ${isLate}) as late,
      (select coalesce(json_agg(distinct p.state), '[]') from projects p where ${visible}) as states`.execute(
    trx,
  )
  const { cells = [], late = 0, states = [] } = rows[0] ?? {}
  const open = cells.filter(({ state }) => state !== 'completed' && state !== 'cancelled')
  const counts = {
    all: countOf(cells),
    underway: countOf(open),
    late,
    completed: countOf(cells.filter(({ state }) => state === 'completed')),
  }
  const known = PROJECT_STATES.filter((state) => states.includes(state))
  return { counts, total: { count: counts[input.view] }, facets: { states: known } }
}
