/** The orders of the list of projects. Each has an index of its own. */
import { sql } from 'kysely'
import {
  dateKey,
  instantKey,
  rankKey,
  textKey,
  UNKNOWN,
  type Direction,
  type SortKey,
} from '../list/sort-key.ts'

export const PROJECTS_SORTS = ['number', 'state', 'due', 'changed'] as const
export type ProjectsSort = (typeof PROJECTS_SORTS)[number]

export function sortKeyOf(sort: ProjectsSort, direction: Direction): SortKey {
  switch (sort) {
    case 'number':
      return textKey(sql`p.number`)
    case 'state':
      return rankKey(sql`p.state_rank`)
    case 'due':
      // As in the indexes projects_by_due_*, letter by letter.
      return dateKey(
        sql`(case when p.due_on is null then ${sql.lit(UNKNOWN[direction])}::date else p.due_on end)`,
      )
    case 'changed':
      return instantKey(sql`p.changed_at`)
  }
}
