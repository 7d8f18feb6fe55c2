/** A full enumeration of one kind by HubSpot's own pages, which go by id and never reach a limit. */
import type { ListOptions, RecordPage } from '../../kit/connector.ts'
import { type HubspotKind, NAMES } from '../kinds.ts'
import type { HubspotApi } from './api.ts'
import { pageAfter, pageCursorOf } from './cursor.ts'
import { toChanges } from './to-changes.ts'

/** HubSpot's own limit, of pages, batches and what we ask of searches. */
export const MAX_PAGE = 100

export const pageSize = (limit: number): number =>
  Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE)

export async function enumerate(
  api: HubspotApi,
  kind: HubspotKind,
  { cursor, limit, signal }: ListOptions,
): Promise<RecordPage> {
  const after = cursor === null ? undefined : pageAfter(cursor)
  const { plural, properties } = NAMES[kind]
  const { results, next, asOf } = await api.read(
    // One value with commas, as HubSpot documents it; repeated names would not fit the policy's query.
    ({ pages }) => pages.getPage(plural, pageSize(limit), after, [properties.join(',')]),
    signal,
  )
  return {
    ...(await toChanges(kind, results, { api, atLeast: 0, signal })),
    next: next === null ? null : pageCursorOf(next),
    asOf: new Date(asOf).toISOString(),
  }
}
