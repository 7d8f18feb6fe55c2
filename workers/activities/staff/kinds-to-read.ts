/** Which kinds of a connection a command is about, where everything of them shall be read. */
import { findSyncConnection, isFlowing } from '#db/system/sync-connection.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { StaffRefusal } from '#workflows/contracts/console.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE, type RecordKind } from '#workflows/contracts/records.ts'

/** @returns those in the order in which they are read, or why nothing can be */
export async function kindsToRead(
  trx: SystemTx,
  connectionId: ConnectionId,
  only: RecordKind | null,
): Promise<RecordKind[] | StaffRefusal> {
  const connection = await findSyncConnection(trx, connectionId)
  if (!connection) return 'unknown_connection'
  if (!isFlowing(connection)) return 'connection_not_active'
  const kinds = KINDS_OF_SOURCE[connection.source].filter((kind) => only === null || kind === only)
  return kinds.length === 0 ? 'unknown_kind' : kinds
}
