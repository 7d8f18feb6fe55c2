/** What a member may read of the audit log: entries of modules the role has, amounts only where it sees them. */
import type { AuditAccess } from '#db/read/audit/audit-access.ts'
import { MODULES, type Grants } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, scopeOf } from '#workflows/contracts/permissions.ts'

export interface AuditMember {
  person: { id: PersonId }
  tenant: { grants: Grants }
}

export function auditAccessOf({ person, tenant }: AuditMember): AuditAccess {
  const { grants } = tenant
  const permitted = (action: 'view' | 'amounts') =>
    MODULES.filter((module) => can(grants, { module, action }))
  return {
    modules: permitted('view'),
    amountsOf: permitted('amounts'),
    ownOnly: scopeOf(grants, { module: 'audit', action: 'view' }) === 'own' ? person.id : null,
  }
}
