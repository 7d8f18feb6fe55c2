/** One event of the inbox with everything known about it, its body included: whoever shows that masks it first. */
import { sql } from 'kysely'
import type { InboxId } from '#workflows/contracts/ids.ts'
import {
  inboxColumns,
  inboxJoins,
  toInboxRow,
  type InboxColumns,
  type InboxRow,
} from './inbox-list.ts'
import { isoOf } from './capped.ts'
import type { StaffTx } from './staff-tx.ts'

export interface InboxEvent extends InboxRow {
  version: number | null
  occurredAt: string | null
  requestId: string | null
  /** A worker holds it right now. */
  isClaimed: boolean
  /** As it came. */
  body: string
  /** Other events of the same record, newest first. */
  others: InboxRow[]
}

const OTHERS = 10

type EventColumns = InboxColumns & {
  version: number | null
  occurredAt: Date | null
  requestId: string | null
  isClaimed: boolean
  body: string
}

export async function findInboxEvent(trx: StaffTx, id: InboxId): Promise<InboxEvent | undefined> {
  const { rows } = await sql<EventColumns>`
    select ${inboxColumns}, i.version, i.occurred_at as "occurredAt", i.request_id as "requestId",
      i.claim is not null and i.state = 'pending' as "isClaimed", i.body
    from inbox i ${inboxJoins} where i.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) return undefined
  const { version, occurredAt, requestId, isClaimed, body, ...columns } = row
  return {
    ...toInboxRow(columns),
    version,
    occurredAt: isoOf(occurredAt),
    requestId,
    isClaimed,
    body,
    others: await listOthers(trx, row),
  }
}

async function listOthers(trx: StaffTx, row: EventColumns): Promise<InboxRow[]> {
  if (row.externalId === null) return []
  const { rows } = await sql<InboxColumns>`
    select ${inboxColumns} from inbox i ${inboxJoins}
    where i.external_id = ${row.externalId} and i.connection_id = ${row.connectionId}
      and i.kind is not distinct from ${row.kind} and i.id <> ${row.id}
    order by i.id desc limit ${sql.lit(OTHERS)}`.execute(trx)
  return rows.map(toInboxRow)
}
