/**
 * What changed since a moment, by search. HubSpot sorts by one property only and stops at 10,000 results, so the
 * window is walked by id: each request is the first page of "changed since, and id beyond the last", and any
 * number of objects changed in one millisecond comes through once. What changes meanwhile is in the next window.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { ListOptions, RecordPage } from '../../kit/connector.ts'
import { type HubspotKind, NAMES } from '../kinds.ts'
import type { HubspotApi } from './api.ts'
import { searchAfter, searchCursorOf } from './cursor.ts'
import { pageSize } from './enumerate.ts'
import { searchFor } from './library-models.ts'
import { idOf } from './invalid-item.ts'
import { toChanges } from './to-changes.ts'

/** Windows overlap by this much (ms): the search index lags behind the objects, by minutes on a bad day. */
export const OVERLAP_MS = 5 * 60_000

export async function changesSince(
  api: HubspotApi,
  kind: HubspotKind,
  { changedSince, cursor, limit, signal }: ListOptions & { changedSince: string },
): Promise<RecordPage> {
  const since = Date.parse(changedSince)
  if (Number.isNaN(since)) throw new AppError('invalid_input', 'changedSince is no instant.')
  const afterId = cursor === null ? '0' : searchAfter(cursor)
  const { plural, properties, changedProperty } = NAMES[kind]
  const window = String(Math.max(since - OVERLAP_MS, 0))
  const request = searchFor({
    bounds: [
      { property: changedProperty, operator: 'GTE', value: window },
      { property: 'hs_object_id', operator: 'GT', value: afterId },
    ],
    sort: 'hs_object_id',
    properties,
    limit: pageSize(limit),
  })
  const { results, next, asOf } = await api.read(
    ({ search }) => search.doSearch(plural, request),
    signal,
  )
  const last = lastIdOf(results, afterId)
  if (next !== null && last === afterId) throw endless()
  return {
    ...(await toChanges(kind, results, { api, atLeast: 0, signal })),
    next: next === null ? null : searchCursorOf(last),
    asOf: new Date(asOf).toISOString(),
  }
}

/** Going on from the last id loses nothing only while ids rise, so that is checked rather than hoped. */
function lastIdOf(items: readonly unknown[], afterId: string): string {
  let last = afterId
  for (const item of items) {
    const id = idOf(item)
    if (id === null || !/^\d{1,20}$/.test(id) || BigInt(id) <= BigInt(last)) {
      throw endless()
    }
    last = id
  }
  return last
}

const endless = (): AppError =>
  new AppError('upstream_invalid', 'HubSpot sent a search that cannot be continued.')
