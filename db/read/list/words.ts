/** Searching and picking rows of a list. Input is bounded here, whoever checked it before. */
import { sql, type RawBuilder } from 'kysely'
import { isUuid } from '#workflows/contracts/ids.ts'

const MAX_SEARCH = 100
const MAX_WORDS = 6
const MAX_IDS = 1_000

/**
 * Each word must occur somewhere in the text.
 *
 * @param text in PostgreSQL's lower case; the word is lowered there too, since languages differ about it
 */
export const containsWords = (text: RawBuilder<unknown>, search: string): RawBuilder<boolean>[] =>
  storable(search)
    .slice(0, MAX_SEARCH)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map(
      (word) =>
        sql<boolean>`${text} like '%' || lower(${word.replace(/[\\%_]/g, String.raw`\$&`)}) || '%'`,
    )

/** Only these; what is no id of ours matches nothing. Left out: no such limit. */
export const isOneOf = (
  id: RawBuilder<unknown>,
  ids: readonly string[] | undefined,
): RawBuilder<boolean>[] =>
  ids === undefined
    ? []
    : [sql<boolean>`${id} = any(${ids.filter(isUuid).slice(0, MAX_IDS)}::uuid[])`]

/** PostgreSQL's text holds no NUL. */
export const storable = (text: string): string => text.replaceAll('\0', '')

export const every = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`
