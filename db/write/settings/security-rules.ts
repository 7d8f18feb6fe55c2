/** Changes what a tenant asks of everybody who signs in to it; open sessions are measured by it at once. */
import { getSecurityRules, type SecurityRules } from '../../read/settings/security-rules.ts'
import type { TenantTx } from '../../tenant.ts'
import type { FactChanges } from '../audit.ts'

/** @returns what changed; empty when it was so already */
export async function saveSecurityRules(trx: TenantTx, rules: SecurityRules): Promise<FactChanges> {
  const before = await getSecurityRules(trx, { lock: true })
  const changes: FactChanges = {}
  for (const name of ['idleMinutes', 'absoluteHours', 'requireMfa'] as const) {
    if (before[name] !== rules[name]) changes[name] = { from: before[name], to: rules[name] }
  }
  if (Object.keys(changes).length === 0) return changes
  await trx
    .updateTable('tenants')
    .set({
      idle_minutes: rules.idleMinutes,
      absolute_hours: rules.absoluteHours,
      require_mfa: rules.requireMfa,
    })
    .where('id', '=', trx.tenantId)
    .execute()
  return changes
}
