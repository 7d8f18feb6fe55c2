/** A full enumeration of one kind, newest first, page by page; resumable even when its anchor is gone. */
import { z } from 'zod'
import { AppError, asAppError } from '#workflows/contracts/errors.ts'
import type { InvalidItem, ListOptions, RecordPage } from '../../kit/connector.ts'
import type { ItemResult, KindReader, ListParams } from './kind-reader.ts'
import { iso } from '../map.ts'
import { seconds, stripeId } from '../schema.ts'

/** Stripe's own limit. */
export const MAX_PAGE = 100

const anchor = z.object({ id: stripeId, created: seconds })
const storedCursor = z.object({ after: stripeId, created: seconds })

export type Cursor = z.infer<typeof storedCursor>

export const pageSize = (limit: number): number =>
  Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE)

export async function enumerate(reader: KindReader, options: ListOptions): Promise<RecordPage> {
  const { signal } = options
  const cursor = options.cursor === null ? null : readCursor(options.cursor)
  const limit = pageSize(options.limit)
  const page = await reader.list(after(cursor, limit), signal).catch((error: unknown) => {
    if (cursor === null || !anchorIsGone(error)) throw error
    const params: ListParams = { limit, created: { lte: cursor.created } }
    return reader.list(params, signal)
  })
  return {
    ...sortOut(page.results),
    next: page.hasMore ? cursorAfter(page.items) : null,
    asOf: iso(page.asOf),
  }
}

export const after = (cursor: Cursor | null, limit: number): ListParams =>
  cursor === null ? { limit } : { limit, starting_after: cursor.after }

/**
 * Drafts and customers can be deleted between two pages, and Stripe refuses to go on after what is no more.
 * Going on from its second reads that second twice, which changes nothing.
 */
export function anchorIsGone(error: unknown): boolean {
  const { detail } = asAppError(error)
  return detail['status'] === 400 || detail['status'] === 404
}

export function readCursor(text: string): Cursor {
  try {
    return storedCursor.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('invalid_input', 'This cursor is none of ours.', { cause })
  }
}

/** Stripe says there is more; without an anchor going on is impossible, and stopping would lose the rest. */
export function cursorAfter(items: readonly unknown[]): string {
  const last = anchor.safeParse(items.at(-1))
  if (!last.success) {
    throw new AppError('upstream_invalid', 'Stripe sent a page that cannot be continued.')
  }
  return JSON.stringify({ after: last.data.id, created: last.data.created } satisfies Cursor)
}

export function sortOut(results: readonly ItemResult[]): Pick<RecordPage, 'changes' | 'invalid'> {
  const page: { changes: RecordPage['changes']; invalid: InvalidItem[] } = {
    changes: [],
    invalid: [],
  }
  for (const result of results) {
    if (result.type === 'change') page.changes.push(result.change)
    else page.invalid.push(result.item)
  }
  return page
}
