/**
 * Which entries a member may read: of modules the member may see, and with a scope of `own` the member's acts only.
 * Every read of the log starts from this condition.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Module } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'

export interface AuditAccess {
  /** Of any other module not even a count is told. */
  modules: readonly Module[]
  /** Amounts in before → after are left out of every other module. */
  amountsOf: readonly Module[]
  ownOnly: PersonId | null
}

/** Condition on the alias `a` of audit_entries. */
export function visibleEntries(trx: TenantTx, access: AuditAccess): RawBuilder<boolean> {
  const own = access.ownOnly === null ? sql`` : sql` and a.actor_id = ${access.ownOnly}`
  return sql<boolean>`a.tenant_id = ${trx.tenantId} and a.module = any(${[...access.modules]}::text[])${own}`
}
