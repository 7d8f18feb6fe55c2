/** The durable end of a webhook: one statement stores any number of arrivals; a refusal leaves a count, no row. */
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { Database } from '../../client.ts'
import { toStorable, type Arrival } from './arrival.ts'

const STORE = `
  select connection_id as "connectionId", tenant_id as "tenantId" from app.store_arrivals(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[])
  where not app.is_lane_behind(connection_id, tenant_id)`

/**
 * Committed when it resolves. Duplicates change nothing; arrivals of several requests may share a call.
 *
 * @returns the lanes that got new work, for a poke; unlinked and quarantined arrivals name none, nor do lanes that are behind
 * @throws whatever pg throws when the rows could not be stored: then the sender has to try again
 * @example const lanes = await storeArrivals(db, arrivals)
 */
export async function storeArrivals(
  db: Database,
  arrivals: readonly Arrival[],
): Promise<DrainLane[]> {
  if (arrivals.length === 0) return []
  const all = arrivals.map(toStorable)
  const { rows } = await db.pool.query<DrainLane>(STORE, [
    all.map((a) => a.id),
    all.map((a) => a.connectionId),
    all.map((a) => a.eventKey),
    all.map((a) => a.eventType),
    all.map((a) => a.kind),
    all.map((a) => a.externalId),
    all.map((a) => a.externalCustomerId),
    all.map((a) => a.version),
    all.map((a) => a.occurredAt),
    all.map((a) => a.body),
    all.map((a) => a.state),
    all.map((a) => a.reason),
    all.map((a) => a.requestId),
  ])
  return rows
}

export interface IntakeRefusal {
  /** Null when the connection is unknown. */
  connectionId: ConnectionId | null
  reason: string
  address: string | null
  userAgent: string | null
  eventKey: string | null
}

/** Counts it by minute and keeps the last 20 per connection as samples, without bodies. */
export async function countRefusal(db: Database, refusal: IntakeRefusal): Promise<void> {
  await db.pool.query('select app.count_refusal($1, $2, $3, $4, $5)', [
    refusal.connectionId,
    refusal.reason,
    refusal.address,
    storableText(refusal.userAgent),
    storableText(refusal.eventKey),
  ])
}

const storableText = (text: string | null): string | null => text?.replaceAll('\0', '') ?? null
