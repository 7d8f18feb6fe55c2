/** How far an enumeration of a source has come. Moved only after, or together with, the rows it stands for. */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from './system.ts'

export interface CheckpointKey {
  connectionId: ConnectionId
  kind: RecordKind
  lane: 'backfill' | 'poll' | 'reconcile'
}

export interface Checkpoint {
  /** Where the enumeration goes on; null at its start. */
  cursor: string | null
  /** ISO 8601: everything the source changed before this is known. */
  updatedSince: string | null
  completed: boolean
}

export async function findCheckpoint(
  trx: SystemTx,
  key: CheckpointKey,
): Promise<Checkpoint | undefined> {
  const { rows } = await sql<{ cursor: string | null; since: Date | null; completed: boolean }>`
    select cursor, updated_since as since, completed_at is not null as completed from checkpoints
    where connection_id = ${key.connectionId} and kind = ${key.kind} and lane = ${key.lane}`.execute(
    trx,
  )
  const row = rows[0]
  if (!row) return undefined
  return {
    cursor: row.cursor,
    updatedSince: row.since?.toISOString() ?? null,
    completed: row.completed,
  }
}

/** `updatedSince` never goes back: two enumerations may end in either order. */
export async function saveCheckpoint(
  trx: SystemTx,
  key: CheckpointKey,
  checkpoint: Checkpoint,
): Promise<void> {
  const completedAt = checkpoint.completed ? sql`now()` : sql`null`
  await sql`
    insert into checkpoints as held (connection_id, kind, lane, cursor, updated_since, completed_at)
    values (${key.connectionId}, ${key.kind}, ${key.lane}, ${checkpoint.cursor},
      ${checkpoint.updatedSince}, ${completedAt})
    on conflict (connection_id, kind, lane) do update set cursor = excluded.cursor,
      updated_since = greatest(held.updated_since, excluded.updated_since),
      completed_at = excluded.completed_at, updated_at = now()`.execute(trx)
}
