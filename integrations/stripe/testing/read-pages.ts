/** Reads a kind page by page to its end, as a backfill or a poll would. */
import { createHttpClient } from '../../kit/http.ts'
import type { SourceReader } from '../../kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { RecordChange, RecordKind } from '#workflows/contracts/records.ts'
import { stripe } from '../index.ts'

export const readerOf = (baseUrl: string, secretKey = 'sk_test_sandbox'): SourceReader =>
  stripe.client({
    baseUrl,
    credentials: { secretKey },
    http: createHttpClient({ timeoutMs: 5_000 }),
  })

/** @throws AppError `upstream_invalid` with the first object that does not have the agreed shape */
export async function readPages(
  reader: SourceReader,
  kind: RecordKind,
  { changedSince, limit }: { changedSince: string | null; limit: number },
): Promise<RecordChange[]> {
  const changes: RecordChange[] = []
  for (let cursor: string | null = null; ;) {
    const page = await reader.list(kind, { changedSince, cursor, limit })
    const [wrong] = page.invalid
    if (wrong)
      throw new AppError('upstream_invalid', `${String(wrong.externalId)}: ${wrong.reason}`)
    changes.push(...page.changes)
    if (page.next === null) return changes
    cursor = page.next
  }
}
