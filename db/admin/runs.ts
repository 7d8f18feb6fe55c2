/** Runs of a connection with their counts; how many records to expect is told by the last run that was complete. */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId, RunId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE, type RecordKind } from '#workflows/contracts/records.ts'
import type { Lane } from '#workflows/contracts/sources.ts'
import { isoOf } from './capped.ts'
import type { StaffTx } from './staff-tx.ts'

export type RunState =
  'running' | 'completed' | 'failed' | 'cancelled' | 'parked' | 'paused' | 'awaiting_approval'

export interface RunFacts {
  id: RunId
  connectionId: ConnectionId
  kind: RecordKind
  lane: Exclude<Lane, 'live'>
  state: RunState
  reason: string | null
  startedBy: string
  /** Why, in their words, where that was asked. */
  startedBecause: string | null
  startedAt: string
  updatedAt: string
  finishedAt: string | null
  pages: number
  fetched: number
  written: number
  unchanged: number
  unmapped: number
  quarantined: number
  /** Whether it also finds what is gone at the source. */
  findsDeletions: boolean
  /** Records held that it has not seen; null: it has not come to that. */
  missing: number | null
  /** Of so many. */
  held: number | null
  /** Who agreed to their removal. */
  approvedBy: string | null
  /** Of a reconciliation: records at the source and not here, and those that are not the same. */
  lacking: number
  differing: number
  /** Who had repaired what it found, and when. */
  repairedBy: string | null
  repairedAt: string | null
  /** Whose records it is about; null: everybody's. */
  tenantName: string | null
  /** When its checkpoint last moved, while it is open; null: it has none yet. */
  checkpointAt: string | null
  /** Records that the last complete run of this kind read; null: there was none. */
  expected: number | null
}

type Instant = 'startedAt' | 'updatedAt' | 'finishedAt' | 'checkpointAt' | 'repairedAt'

type RunRow = Omit<RunFacts, Instant> & {
  startedAt: Date
  updatedAt: Date
  finishedAt: Date | null
  checkpointAt: Date | null
  repairedAt: Date | null
}

const COLUMNS: RawBuilder<unknown> = sql`
  r.id, r.connection_id as "connectionId", r.kind, r.lane, r.state, r.reason,
  r.started_by as "startedBy", r.started_because as "startedBecause", r.started_at as "startedAt", r.updated_at as "updatedAt",
  r.finished_at as "finishedAt", r.pages, r.fetched, r.written, r.unchanged, r.unmapped, r.quarantined,
  r.finds_deletions as "findsDeletions", r.missing, r.held, r.approved_by as "approvedBy",
  r.lacking, r.differing, r.repaired_by as "repairedBy", r.repaired_at as "repairedAt",
  (select t.name from tenants t where t.id = r.tenant_id) as "tenantName",
  case when r.state in ('running', 'parked', 'paused') then (
    select p.updated_at from checkpoints p
    where p.connection_id = r.connection_id and p.kind = r.kind and p.lane = r.lane) end as "checkpointAt",
  (select before.fetched from runs before
   where before.connection_id = r.connection_id and before.lane = r.lane and before.kind = r.kind
     and before.state = 'completed' and before.started_at < r.started_at
   order by before.started_at desc limit 1) as expected`

const toRun = (row: RunRow): RunFacts => ({
  ...row,
  startedAt: row.startedAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  finishedAt: isoOf(row.finishedAt),
  checkpointAt: isoOf(row.checkpointAt),
  repairedAt: isoOf(row.repairedAt),
})

export async function findRun(trx: StaffTx, id: RunId): Promise<RunFacts | undefined> {
  const { rows } = await sql<RunRow>`select ${COLUMNS} from runs r where r.id = ${id}`.execute(trx)
  return rows.map(toRun)[0]
}

/** The latest first. */
export async function listRuns(
  trx: StaffTx,
  input: { connectionId: ConnectionId; limit: number },
): Promise<RunFacts[]> {
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from runs r
    where r.connection_id = ${input.connectionId}
    order by r.started_at desc limit ${input.limit}`.execute(trx)
  return rows.map(toRun)
}

const KINDS = JSON.stringify(
  Object.entries(KINDS_OF_SOURCE).flatMap(([source, kinds]) =>
    kinds.map((kind, place) => ({ source, kind, place })),
  ),
)

/**
 * The latest backfill of each kind, in the order in which kinds are read.
 *
 * @param connectionId null: of every connection
 */
export async function listLatestRuns(
  trx: StaffTx,
  connectionId: ConnectionId | null,
): Promise<RunFacts[]> {
  const { rows } = await sql<RunRow>`
    select latest.* from connections c
    join jsonb_to_recordset(${KINDS}::jsonb) as k (source text, kind text, place integer)
      on k.source = c.source
    cross join lateral (
      select ${COLUMNS} from runs r
      where r.connection_id = c.id and r.lane = 'backfill' and r.kind = k.kind
      order by r.started_at desc limit 1) as latest
    where ${connectionId}::uuid is null or c.id = ${connectionId}::uuid
    order by c.id, k.place`.execute(trx)
  return rows.map(toRun)
}
