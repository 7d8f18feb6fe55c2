/**
 * Where a page of a list begins: the sort it was made for, the way it leads, and the key of the row beside it.
 * Opaque to everybody else; whatever does not decode to exactly that is refused.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid } from '#workflows/contracts/ids.ts'
import type { Direction, SortKey } from './sort-key.ts'

export interface Cursor {
  way: 'next' | 'previous'
  key: string
  id: string
}

export interface SortedBy {
  /** Name of the sort within its list. */
  sort: string
  direction: Direction
  key: SortKey
}

const cursorSchema = z.tuple([
  z.literal(1),
  z.string().max(20),
  z.enum(['asc', 'desc']),
  z.enum(['next', 'previous']),
  z.string().max(400),
  z.string().refine(isUuid),
])

export const encodeCursor = (by: SortedBy, cursor: Cursor): string =>
  Buffer.from(
    JSON.stringify([1, by.sort, by.direction, cursor.way, cursor.key, cursor.id]),
  ).toString('base64url')

/** @throws AppError `invalid_input` for anything that encodeCursor did not make for this sort */
export function decodeCursor(by: SortedBy, text: string): Cursor {
  const parsed = cursorSchema.safeParse(jsonOf(text))
  if (parsed.success) {
    const [, sort, direction, way, key, id] = parsed.data
    const isSameSort = sort === by.sort && direction === by.direction
    if (isSameSort && by.key.accepts(key)) return { way, key, id }
  }
  throw new AppError('invalid_input', 'This page does not exist any more. Start at the first one.')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
