/** What a member may read of the audit log: entries of modules the role has, amounts only where it sees them. */
import type { AuditAccess } from '#db/read/audit/audit-access.ts'
import { MODULES, type RolePreset } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, scopeOf } from '#web/auth/permissions.ts'

export interface AuditMember {
  person: { id: PersonId }
  tenant: { role: RolePreset }
}

export function auditAccessOf({ person, tenant }: AuditMember): AuditAccess {
  const { role } = tenant
  const permitted = (action: 'view' | 'amounts') =>
    MODULES.filter((module) => can(role, { module, action }))
  return {
    modules: permitted('view'),
    amountsOf: permitted('amounts'),
    ownOnly: scopeOf(role, { module: 'audit', action: 'view' }) === 'own' ? person.id : null,
  }
}
