/** Whether a tenant lets its people in through single sign-on alone. */
import type { TenantTx } from '../../tenant.ts'

export async function isSsoEnforced(
  trx: TenantTx,
  options: { lock?: boolean } = {},
): Promise<boolean> {
  const query = trx.selectFrom('tenants').select('enforce_sso').where('id', '=', trx.tenantId)
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst()
  return row?.enforce_sso ?? false
}
