/** The orders of the list of invoices. Each has an index of its own. */
import { sql, type RawBuilder } from 'kysely'
import {
  amountKey,
  instantKey,
  textKey,
  UNKNOWN,
  type Direction,
  type SortKey,
} from '../list/sort-key.ts'

export const INVOICES_SORTS = ['number', 'due', 'issued', 'total', 'changed'] as const
export type InvoicesSort = (typeof INVOICES_SORTS)[number]

/** As in the indexes invoices_by_due_*, letter by letter. */
const due = (direction: Direction): RawBuilder<unknown> =>
  sql`(case when i.due_at is null then ${sql.lit(UNKNOWN[direction])}::timestamptz else i.due_at end)`

/** As in the index invoices_by_issued. */
export const issuedAt = sql<Date>`(case when i.issued_at is null then i.created_at else i.issued_at end)`

export function sortKeyOf(sort: InvoicesSort, direction: Direction): SortKey {
  switch (sort) {
    case 'number':
      return textKey(sql`(case when i.number is null then '' else i.number end)`)
    case 'due':
      return instantKey(due(direction))
    case 'issued':
      return instantKey(issuedAt)
    case 'total':
      return amountKey(sql`i.total_minor`)
    case 'changed':
      return instantKey(sql`i.changed_at`)
  }
}
