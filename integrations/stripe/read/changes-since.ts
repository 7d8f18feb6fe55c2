/**
 * What changed since a moment, from Stripe's list of events. Lists of objects know `created` only, so an old
 * invoice paid today would never show there; events know every change, for 30 days.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { GetOptions, ListOptions, ManyRecords, RecordPage } from '../../kit/connector.ts'
import type { StripeApi } from './api.ts'
import { after, anchorIsGone, cursorAfter, pageSize, readCursor, sortOut } from './enumerate.ts'
import { POLLED_EVENTS, readSubject, renamedProduct, type StripeKind } from '../event-kinds.ts'
import { invalidItem, type ItemResult } from './kind-reader.ts'
import { iso } from '../map.ts'
import { faultsOf, wireEvent } from '../schema.ts'
import { EVENT_HORIZON_MS } from '../version.ts'
import { stripeChangeOf } from '../webhook.ts'

/** Windows overlap by this much (s): an event may be listed a moment after it was made. */
const OVERLAP_SECONDS = 30

export interface ChangesDeps {
  api: StripeApi
  fetchMany: (ids: readonly string[], options: GetOptions) => Promise<ManyRecords>
  ofProduct: (product: string, signal?: AbortSignal) => Promise<ItemResult[]>
}

export async function changesSince(
  kind: StripeKind,
  options: ListOptions & { changedSince: string },
  { api, fetchMany, ofProduct }: ChangesDeps,
): Promise<RecordPage> {
  const { signal } = options
  const cursor = options.cursor === null ? null : readCursor(options.cursor)
  const limit = pageSize(options.limit)
  const types = [...POLLED_EVENTS[kind]]
  const gte = sinceOf(options.changedSince) - OVERLAP_SECONDS
  const listed = await api
    .read(
      (stripe) => stripe.events.list({ ...after(cursor, limit), types, created: { gte } }),
      signal,
    )
    .catch((error: unknown) => {
      if (cursor === null || !anchorIsGone(error)) throw error
      const created = { gte, lte: cursor.created }
      return api.read((stripe) => stripe.events.list({ limit, types, created }), signal)
    })
  const { results, toFetch, newest, products } = newestOfEach(listed.value.data)
  const wanted = await notHeld(toFetch, options.held)
  const fetched = await fetchMany(wanted, { atLeast: newest, ...(signal ? { signal } : {}) })
  for (const product of products) results.push(...(await ofProduct(product, signal)))
  const page = sortOut(results)
  return {
    changes: [...page.changes, ...fetched.changes],
    invalid: [...page.invalid, ...fetched.invalid],
    next: listed.value.has_more ? cursorAfter(listed.value.data) : null,
    asOf: iso(listed.asOf),
  }
}

function sinceOf(changedSince: string): number {
  const at = Date.parse(changedSince)
  if (Number.isNaN(at)) throw new AppError('invalid_input', 'changedSince is no instant.')
  if (Date.now() - at > EVENT_HORIZON_MS) {
    throw new AppError(
      'invalid_input',
      'Stripe keeps events for 30 days; what changed before needs a full resync.',
      { detail: { horizonMs: EVENT_HORIZON_MS } },
    )
  }
  return Math.floor(at / 1000)
}

/** What is held at a later second than its last event was read after all of them. */
async function notHeld(
  toFetch: ReadonlyMap<string, number>,
  held: ListOptions['held'],
): Promise<string[]> {
  const ids = [...toFetch.keys()]
  const versions = ids.length > 0 ? await held?.(ids) : undefined
  return ids.filter((id) => (versions?.get(id) ?? 0) <= (toFetch.get(id) ?? 0))
}

interface Newest {
  results: ItemResult[]
  /** Id → Unix seconds of its last event. */
  toFetch: Map<string, number>
  /** Unix seconds of the newest event: Stripe's clock has passed it. */
  newest: number
  /** Renamed ones: what is subscribed to them has to be read again. */
  products: ReadonlySet<string>
}

/**
 * Events come newest first, so the first of an object is its latest; a tie says nothing, and is fetched, unless one of
 * them is its deletion: nothing comes after that.
 */
function newestOfEach(events: readonly unknown[]): Newest {
  const seen = new Map<string, { created: number; result: ItemResult | 'fetch' }>()
  const results: ItemResult[] = []
  const products = new Set<string>()
  let newest = 0
  for (const item of events) {
    const event = wireEvent.safeParse(item)
    if (!event.success) {
      results.push({ type: 'invalid', item: invalidItem(item, faultsOf(event.error)) })
      continue
    }
    const { type, created, data } = event.data
    newest = Math.max(newest, created)
    const product = renamedProduct(type, data)
    if (product !== null) products.add(product)
    const reading = readSubject(type, data.object)
    if (reading.type !== 'subject') continue
    const { externalId } = reading.subject
    const before = seen.get(externalId)
    const result = resultOf(item)
    if (!before) seen.set(externalId, { created, result })
    else if (before.created === created && !isDeletion(before.result)) {
      before.result = isDeletion(result) ? result : 'fetch'
    }
  }
  const toFetch = new Map<string, number>()
  for (const [externalId, { created, result }] of seen) {
    if (result === 'fetch') toFetch.set(externalId, created)
    else results.push(result)
  }
  return { results, toFetch, newest, products }
}

const isDeletion = (result: ItemResult | 'fetch'): boolean =>
  result !== 'fetch' && result.type === 'change' && result.change.type === 'delete'

function resultOf(event: unknown): ItemResult | 'fetch' {
  const meant = stripeChangeOf(event)
  if (meant.type === 'fetch') return 'fetch'
  if (meant.type === 'change') return meant
  return { type: 'invalid', item: invalidItem(event, meant.reason) }
}
