/**
 * What a person did with their own account, told to each tenant they belong to. One transaction enters the tenants
 * in turn, in the order of their ids, so that two of them never wait for each other.
 */
import { sql } from 'kysely'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system/system.ts'
import { insertEntries, type AuditEntry, type AuditOrigin } from './audit.ts'

export interface AccountAudit {
  /** Tenants of the person. */
  tenantIds: readonly TenantId[]
  person: { id: PersonId; name: string }
  origin?: AuditOrigin
}

export async function writeAccountAudit(
  trx: SystemTx,
  { tenantIds, person, origin }: AccountAudit,
  entries: readonly AuditEntry[],
): Promise<void> {
  const actor = { kind: 'member', id: person.id, name: person.name, origin } as const
  for (const tenantId of tenantIds.toSorted()) {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`.execute(trx)
    await insertEntries(trx, { tenantId, actor }, entries)
  }
  // What follows in this transaction belongs to no tenant again.
  await sql`select set_config('app.tenant_id', '', true)`.execute(trx)
}
