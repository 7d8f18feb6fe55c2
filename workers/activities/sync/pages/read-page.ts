/**
 * One page of a source, as large as it fits. A page of very large records is asked for again with fewer of them:
 * asked for in the same way it would be refused for ever, and with it everything that comes after.
 */
import type { ListOptions, RecordPage, SourceReader } from '#integrations/kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'

/** Objects per request as wished for; sources with a lower limit give fewer. */
const PAGE_SIZE = 200
const SHRINK_BY = 8

export type PagePlace = Omit<ListOptions, 'limit'> & { kind: RecordKind }

/** @throws what the reader throws; a single record that is too large is the source's fault */
export async function readPage(
  reader: SourceReader,
  { kind, ...place }: PagePlace,
): Promise<RecordPage> {
  for (let limit = PAGE_SIZE; ; limit = Math.ceil(limit / SHRINK_BY)) {
    try {
      return await reader.list(kind, { ...place, limit })
    } catch (error) {
      if (limit === 1 || !isTooLarge(error)) throw error
    }
  }
}

/** As the HTTP client says that an answer went over its limit. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof AppError && typeof error.detail['maxBytes'] === 'number'
