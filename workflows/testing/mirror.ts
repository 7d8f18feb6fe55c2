/** What a test may look at: the read model of a tenant, its inbox, its live events and audit entries. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { Hub } from './hub.ts'

export interface MirroredOrder {
  externalId: string
  version: number
  state: string
  title: string
  deleted: boolean
}

export function readOrders(hub: Hub, customer: string): Promise<MirroredOrder[]> {
  return withTenant(hub.db, hub.tenantOf(customer), async (trx) => {
    const { rows } = await sql<MirroredOrder>`
      select external_id as "externalId", version, state, title, deleted_at is not null as deleted
      from orders order by external_id`.execute(trx)
    return rows
  })
}

export interface InboxRow {
  externalId: string
  eventKey: string
  state: string
  verdict: string | null
  reason: string | null
  attempts: number
}

export function readInbox(hub: Hub): Promise<InboxRow[]> {
  return withSystem(hub.db, async (trx) => {
    const { rows } = await sql<InboxRow>`
      select external_id as "externalId", event_key as "eventKey", state, verdict, reason, attempts
      from inbox order by id`.execute(trx)
    return rows
  })
}

export interface LiveRow {
  position: number
  version: number
  requestId: string | null
}

export function readLiveEvents(hub: Hub, customer: string): Promise<LiveRow[]> {
  return withTenant(hub.db, hub.tenantOf(customer), async (trx) => {
    const { rows } = await sql<LiveRow>`
      select position, version, request_id as "requestId" from live_events order by position`.execute(
      trx,
    )
    return rows
  })
}

export interface AuditRow {
  action: string
  actor: string
  changes: Record<string, { from: unknown; to: unknown }>
}

export function readAudit(hub: Hub, customer: string): Promise<AuditRow[]> {
  return withTenant(hub.db, hub.tenantOf(customer), async (trx) => {
    const { rows } = await sql<AuditRow>`
      select action, actor_name as actor, changes from audit_entries order by at, id`.execute(trx)
    return rows
  })
}

/** Repeats `look` until it does not throw; its last error is the failure. */
export async function eventually<T>(look: () => Promise<T>, timeoutMs = 15_000): Promise<T> {
  const until = Date.now() + timeoutMs
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(50)
    }
  }
}
