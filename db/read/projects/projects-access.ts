/** Which projects a member may see. Every read of projects starts from this condition, and so does what is linked. */
import { sql, type RawBuilder } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import { isOwnProject, type OwnOnly } from '../own-records.ts'

export interface ProjectsAccess {
  /** Sees only projects this person is in charge of; null: all of the tenant. */
  ownOnly: OwnOnly
}

/** Condition on the alias `p` of projects. */
export function visibleProjects(trx: TenantTx, access: ProjectsAccess): RawBuilder<boolean> {
  const own = access.ownOnly === null ? sql`` : sql` and ${isOwnProject(access.ownOnly)}`
  return sql<boolean>`p.tenant_id = ${trx.tenantId} and p.deleted_at is null${own}`
}
