/**
 * What a person did with their own account, told to each tenant they belong to. One transaction enters the tenants
 * in turn, in the order of their ids, so that two of them never wait for each other.
 */
import { sql } from 'kysely'
import type { AuditAction } from '#workflows/contracts/audit.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { findAccount, tenantsOfPerson } from '../system/account/account.ts'
import type { SystemTx } from '../system/system.ts'
import { insertEntries, type AuditEntry, type AuditOrigin, type FactChanges } from './audit.ts'

export interface AccountAudit {
  /** Tenants of the person. */
  tenantIds: readonly TenantId[]
  person: { id: PersonId; name: string }
  origin?: AuditOrigin
}

/** What an entry about an account says besides its action. */
export const aboutAccount = (
  action: AuditAction,
  person: AccountAudit['person'],
  changes: FactChanges = {},
): Omit<AuditEntry, 'requestId'> => ({
  ...{ action, changes },
  subjectId: person.id,
  subjectLabel: person.name,
})

export interface AccountTold {
  action: AuditAction
  changes?: FactChanges
  origin?: AuditOrigin
}

/** For what happens without a live session, such as at the door: the tenants are looked up. */
export async function tellTenantsOf(
  trx: SystemTx,
  personId: PersonId,
  { action, changes = {}, origin }: AccountTold,
): Promise<void> {
  const account = await findAccount(trx, personId)
  if (account === undefined) return
  const person = { id: personId, name: account.name }
  const tenantIds = await tenantsOfPerson(trx, personId)
  const entry = { ...aboutAccount(action, person, changes), requestId: null }
  await writeAccountAudit(trx, { tenantIds, person, ...(origin && { origin }) }, [entry])
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
