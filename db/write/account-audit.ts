/**
 * What a person did with their own account, told to each tenant they belong to. One transaction enters the tenants
 * in turn, in the order of their ids, so that two of them never wait for each other.
 */
import { sql } from 'kysely'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { findAccount, tenantsOfPerson } from '../system/account/account.ts'
import type { SystemTx } from '../system/system.ts'
import { insertEntry, type AuditEntry, type FactChanges } from './audit.ts'

export interface AccountAudit {
  /** Tenants of the person. */
  tenantIds: readonly TenantId[]
  person: { id: PersonId; name: string }
}

/** What an entry about an account says besides its action. */
export const aboutAccount = (
  action: string,
  person: AccountAudit['person'],
  changes: FactChanges = {},
): Omit<AuditEntry, 'requestId'> => ({
  ...{ action, changes },
  module: 'team',
  subjectKind: 'account',
  subjectId: person.id,
  subjectLabel: person.name,
})

/** For what happens without a live session, such as at the door: the tenants are looked up. */
export async function tellTenantsOf(
  trx: SystemTx,
  personId: PersonId,
  told: { action: string; changes?: FactChanges; requestId?: string | null; only?: TenantId },
): Promise<void> {
  const account = await findAccount(trx, personId)
  if (account === undefined) return
  const person = { id: personId, name: account.name }
  const { action, changes = {}, requestId = null, only } = told
  const all = await tenantsOfPerson(trx, personId)
  const tenantIds = only === undefined ? all : all.filter((id) => id === only)
  await writeAccountAudit(
    trx,
    { tenantIds, person },
    { ...aboutAccount(action, person, changes), requestId },
  )
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
