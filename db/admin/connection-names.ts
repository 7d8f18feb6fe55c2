/** Names of connections, for filters and headings; cheaper than their health. */
import { sql } from 'kysely'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { StaffTx } from './staff-tx.ts'

export interface ConnectionName {
  id: ConnectionId
  name: string
  source: Source
}

export async function listConnectionNames(trx: StaffTx): Promise<ConnectionName[]> {
  const { rows } = await sql<ConnectionName>`
    select id, name, source from connections order by lower(name), id limit 200`.execute(trx)
  return rows
}
