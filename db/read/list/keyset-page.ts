/** One page of a list by keyset: what to add to its statement, and what the rows that came mean. */
import { sql, type RawBuilder } from 'kysely'
import { decodeCursor, encodeCursor, type Cursor, type SortedBy } from './cursor.ts'

export interface PageInput {
  cursor: string | null
  /** Rows of a page, 1 to 1,000. */
  limit: number
}

export interface KeyedRow {
  id: string
  sort_key: string
}

export interface Page<Row> {
  rows: Row[]
  next: string | null
  previous: string | null
}

export interface KeysetPage {
  /** Ends the `where` of the statement. */
  from: RawBuilder<unknown>
  /** `order by` and `limit`. */
  order: RawBuilder<unknown>
  /** Turns what the statement found into the page, in the order of the list. */
  pageOf<Row extends KeyedRow>(found: readonly Row[]): Page<Row>
}

const MAX_LIMIT = 1_000

/**
 * @param id the column that breaks ties
 * @throws AppError `invalid_input` for a cursor of another sort or one that was altered
 */
export function keysetPage(
  by: SortedBy,
  id: RawBuilder<unknown>,
  { cursor: text, limit: asked }: PageInput,
): KeysetPage {
  const limit = Math.min(Math.max(1, Math.trunc(asked) || 1), MAX_LIMIT)
  const cursor = text === null ? null : decodeCursor(by, text)
  const isBackward = cursor?.way === 'previous'
  const isAscending = (by.direction === 'asc') !== isBackward
  const { key, type } = by.key
  const order = sql.raw(isAscending ? 'asc' : 'desc')
  return {
    from:
      cursor === null
        ? sql``
        : sql` and (${key}, ${id}) ${sql.raw(isAscending ? '>' : '<')} (${cursor.key}::${type}, ${cursor.id}::uuid)`,
    order: sql`order by ${key} ${order}, ${id} ${order} limit ${limit + 1}`,
    pageOf: (found) => {
      const rows = found.slice(0, limit)
      if (isBackward) rows.reverse()
      return { rows, ...edgesOf(rows, { by, cursor, hasMore: found.length > limit }) }
    },
  }
}

interface PageFacts {
  by: SortedBy
  cursor: Cursor | null
  hasMore: boolean
}

/** There is a page on the side we came from, and on the other one when more rows were found than asked for. */
function edgesOf(
  rows: readonly KeyedRow[],
  { by, cursor, hasMore }: PageFacts,
): Pick<Page<unknown>, 'next' | 'previous'> {
  const edge = (row: KeyedRow | undefined, way: Cursor['way']): string | null =>
    row === undefined ? null : encodeCursor(by, { way, key: row.sort_key, id: row.id })
  const isBackward = cursor?.way === 'previous'
  return {
    next: isBackward || hasMore ? edge(rows.at(-1), 'next') : null,
    previous: (isBackward ? hasMore : cursor !== null) ? edge(rows[0], 'previous') : null,
  }
}
