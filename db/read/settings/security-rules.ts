/** What a tenant asks of everybody who signs in to it. */
import type { TenantTx } from '../../tenant.ts'

export interface SecurityRules {
  /** Minutes without activity after which a session ends, 5 to 1,440. */
  idleMinutes: number
  /** Hours after which it ends in any case, 1 to 24. */
  absoluteHours: number
  requireMfa: boolean
}

/** @param lock for a change: a second one waits until this transaction is over */
export async function getSecurityRules(
  trx: TenantTx,
  { lock = false }: { lock?: boolean } = {},
): Promise<SecurityRules> {
  const query = trx
    .selectFrom('tenants')
    .select([
      'idle_minutes as idleMinutes',
      'absolute_hours as absoluteHours',
      'require_mfa as requireMfa',
    ])
    .where('id', '=', trx.tenantId)
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirstOrThrow()
}
