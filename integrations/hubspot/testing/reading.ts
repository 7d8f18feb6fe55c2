/** How tests read a HubSpot portal: over HTTP, with as much patience as they need. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createHttpClient } from '../../kit/http.ts'
import { hubspot } from '../index.ts'

export const readerAt = (baseUrl: string, accessToken: string, timeoutMs = 10_000) =>
  hubspot.client({
    baseUrl,
    credentials: { accessToken },
    http: createHttpClient({ timeoutMs }),
  })

export const idOf = (change: RecordChange): string =>
  change.type === 'upsert' ? change.record.externalId : change.externalId

export async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.catch((caught: unknown) => caught)
  if (error instanceof AppError) return error
  throw new Error('It did not fail with an AppError.', { cause: error })
}
