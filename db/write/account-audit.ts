/**
 * What a person did with their own account, told to each tenant they belong to. One transaction enters the tenants
 * in turn, in the order of their ids, so that two of them never wait for each other.
 */
import { sql } from 'kysely'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system/system.ts'
import { insertEntry, type AuditEntry } from './audit.ts'

export interface AccountAudit {
  /** Tenants of the person. */
  tenantIds: readonly TenantId[]
  person: { id: PersonId; name: string }
}

export async function writeAccountAudit(
  trx: SystemTx,
  { tenantIds, person }: AccountAudit,
  entry: AuditEntry,
): Promise<void> {
  for (const tenantId of tenantIds.toSorted()) {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`.execute(trx)
    await insertEntry(trx, { tenantId, kind: 'member', id: person.id, name: person.name }, entry)
  }
  // What follows in this transaction belongs to no tenant again.
  await sql`select set_config('app.tenant_id', '', true)`.execute(trx)
}
