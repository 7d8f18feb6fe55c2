/** The tenant itself, as its members see it. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'

export interface Tenant {
  id: TenantId
  slug: string
  name: string
  /** `#rrggbb` */
  brandColor: string
  timeZone: string
  locale: string
  /** Minutes without activity after which sessions end. */
  idleMinutes: number
}

/** @throws AppError `not_found` for a tenant that is unknown or suspended */
export async function getTenant(trx: TenantTx): Promise<Tenant> {
  const row = await trx
    .selectFrom('tenants')
    .select(['id', 'slug', 'name', 'brand_color', 'time_zone', 'locale', 'idle_minutes'])
    .where('id', '=', trx.tenantId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'This tenant does not exist.')
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    brandColor: row.brand_color,
    timeZone: row.time_zone,
    locale: row.locale,
    idleMinutes: row.idle_minutes,
  }
}
