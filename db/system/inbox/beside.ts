/**
 * Events that wait in a lane for the same records as those of a claim. A record is read once for all of them: a backlog
 * of a source that sends ids only costs one question for each record, not one for each event.
 */
import { sql } from 'kysely'
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

/** One look into an index for each record, whatever the planner believes. */
const rowsBeside = ({ connectionId, tenantId }: DrainLane, { eventTypes, records }: Beside) => sql`
  from unnest(${records.map(({ kind }) => kind)}::text[], ${records.map(({ externalId }) => externalId)}::text[])
    as w (kind, external_id)
  cross join lateral (
    select id, version, received_at, claim from inbox
    where external_id = w.external_id and kind = w.kind and state = 'pending'
      and connection_id = ${connectionId} and tenant_id = ${tenantId}
      and event_type = any(${eventTypes}::text[])
    order by id limit ${MOST}) as i`

export interface FoundBeside {
  /** ISO 8601, of the database: what is read from now on knows of all that was received until then. */
  asOf: string
  /** By kind, then by external id: the newest version that one of them tells of. */
  latest: ReadonlyMap<RecordKind, ReadonlyMap<string, number>>
}

/** Call it before the records are read. */
export async function findBeside(
  trx: SystemTx,
  lane: DrainLane,
  beside: Beside,
): Promise<FoundBeside> {
  const { rows } = await sql<{
    asOf: string
    kind: RecordKind | null
    id: string
    version: number
  }>`
    select t.as_of::text as "asOf", b.kind, b.external_id as id, b.version
    from (select now() as as_of) as t
    left join (select w.kind, w.external_id, max(i.version) as version ${rowsBeside(lane, beside)}
      group by 1, 2 having max(i.version) is not null) as b on true`.execute(trx)
  const latest = new Map<RecordKind, Map<string, number>>()
  for (const { kind, id, version } of rows) {
    if (kind === null) continue
    latest.set(kind, (latest.get(kind) ?? new Map<string, number>()).set(id, version))
  }
  return { asOf: rows[0]?.asOf ?? '', latest }
}

/**
 * The records were read after `asOf`, and are written in this transaction: whoever asked until then has the answer.
 * What another claim holds is left to it. @returns how many events that were
 */
export async function settleBeside(
  trx: TenantTx,
  lane: DrainLane,
  { asOf, ...beside }: Beside & Pick<FoundBeside, 'asOf'>,
): Promise<number> {
  if (beside.records.length === 0) return 0
  const { numAffectedRows } = await sql`
    with answered as materialized (
      select i.id ${rowsBeside(lane, beside)} where i.claim is null and i.received_at <= ${asOf}::timestamptz)
    update inbox set state = 'done', verdict = 'unchanged', finished_at = now(), attempts = 0
    where id in (
      select id from inbox where id in (select id from answered) and state = 'pending' and claim is null
      for update skip locked)`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
