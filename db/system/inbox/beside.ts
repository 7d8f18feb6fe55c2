/**
 * Events that wait in a lane for the same records as those of a claim. A record is read once for all of them: a backlog
 * of a source that sends ids only costs one question for each record, not one for each event.
 */
import { sql } from 'kysely'
import type { InboxId } from '#workflows/contracts/ids.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../../tenant.ts'
import type { SystemTx } from '../system.ts'

export interface Beside {
  /** Events that only say that a record is to be read; what brings its own content is handled by itself. */
  eventTypes: readonly string[]
  records: readonly { kind: RecordKind; externalId: string }[]
}

/** Of one record; what is more waits for the next claim. */
const MOST = 100

export interface FoundBeside {
  kind: RecordKind
  externalId: string
  /** The newest version that one of them tells of; null where none says. */
  latest: number | null
  ids: InboxId[]
}

/**
 * Call it before the records are read: what is read from then on knows of all that waits now. What another claim holds
 * is left to it. One look into an index for each record, whatever the planner believes.
 */
export async function findBeside(
  trx: SystemTx,
  { connectionId, tenantId }: DrainLane,
  { eventTypes, records }: Beside,
): Promise<FoundBeside[]> {
  const { rows } = await sql<FoundBeside>`
    select w.kind, w.external_id as "externalId", max(i.version) as latest, array_agg(i.id) as ids
    from unnest(${records.map(({ kind }) => kind)}::text[], ${records.map(({ externalId }) => externalId)}::text[])
      as w (kind, external_id)
    cross join lateral (
      select id, version from inbox
      where external_id = w.external_id and kind = w.kind and state = 'pending' and claim is null
        and connection_id = ${connectionId} and tenant_id = ${tenantId}
        and event_type = any(${eventTypes}::text[])
      order by id limit ${MOST}) as i
    group by 1, 2`.execute(trx)
  return rows
}

/** In the transaction that writes what was read: whoever asked for it has the answer. @returns how many that were */
export async function settleBeside(trx: TenantTx, ids: readonly InboxId[]): Promise<number> {
  if (ids.length === 0) return 0
  const { numAffectedRows } = await sql`
    update inbox set state = 'done', verdict = 'unchanged', finished_at = now(), attempts = 0
    where id in (
      select id from inbox where id = any(${ids}::uuid[]) and state = 'pending' and claim is null
      for update skip locked)`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
