/** How one kind is read from Stripe, and what all kinds share: checking items one by one, without throwing. */
import type { z } from 'zod'
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { InvalidItem } from '../../kit/connector.ts'
import type { StripeKind } from '../event-kinds.ts'
import { iso, type Stamp } from '../map.ts'
import { faultsOf, wireDeleted } from '../schema.ts'

/** Query of every list of Stripe. */
export interface ListParams {
  limit: number
  starting_after?: string
  created?: { lte: number }
}

export interface Listed {
  /** As Stripe sent them; only `id` and `created` are looked at by who pages. */
  items: readonly unknown[]
  results: ItemResult[]
  hasMore: boolean
  /** Unix seconds. */
  asOf: number
}

export type ItemResult =
  { type: 'change'; change: RecordChange } | { type: 'invalid'; item: InvalidItem }

export interface KindReader {
  list(params: ListParams, signal?: AbortSignal): Promise<Listed>
  /**
   * @param atLeast version of the event that made us ask, or 0
   * @throws AppError `not_found` when Stripe does not know it
   */
  get(externalId: string, atLeast: number, signal?: AbortSignal): Promise<ItemResult>
}

/** Of a re-fetch: at least as new as the event that came before it. */
export const stampOf = (asOf: number, atLeast: number): Stamp => ({
  version: Math.max(asOf, atLeast),
  changed: atLeast > 0 ? atLeast : null,
})

/** Checks one object and maps it; a wrong one becomes an item for the quarantine. */
export function mapItem<S extends z.ZodType>(
  schema: S,
  item: unknown,
  map: (wire: z.output<S>) => RecordChange,
): ItemResult {
  const wire = schema.safeParse(item)
  if (wire.success) return { type: 'change', change: map(wire.data) }
  return { type: 'invalid', item: invalidItem(item, faultsOf(wire.error)) }
}

export function invalidItem(item: unknown, reason: string): InvalidItem {
  return { externalId: idOf(item), reason, body: JSON.stringify(item) }
}

export function idOf(item: unknown): string | null {
  const has = typeof item === 'object' && item !== null && 'id' in item
  return has && typeof item.id === 'string' ? item.id : null
}

/** A customer that is gone answers with a stub in place of itself. */
export function deletionOf(item: unknown, stamp: Stamp): ItemResult | null {
  const gone = wireDeleted.safeParse(item).data
  if (!gone) return null
  const whose = { externalId: gone.id, externalCustomerId: gone.id }
  return { type: 'change', change: deletionOfKind('customer', whose, stamp) }
}

/** Dated by the event that told of it, or else by the moment at which it was seen to be gone. */
export function deletionOfKind(
  kind: StripeKind,
  whose: { externalId: string; externalCustomerId: string | null },
  { version, changed }: Stamp,
): RecordChange {
  return { kind, type: 'delete', ...whose, version, changedAt: iso(changed ?? version) }
}
