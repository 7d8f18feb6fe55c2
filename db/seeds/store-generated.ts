/** Writes generated orders through the one projection there is, so that no second way into the read model exists. */
import type { Database } from '../client.ts'
import { withTenant } from '../tenant.ts'
import { applyChanges } from '../write/apply-changes.ts'
import type { Seeded } from './apply-spec.ts'
import { generateOrder } from './generated-orders.ts'
import { createRandom } from './random.ts'

/** A statement's size, and what a transaction may hold locked. */
const BATCH = 200

/** @returns how many orders were new or changed; a second run with the same seed finds most of them as they are */
export async function storeGeneratedOrders(
  owner: Database,
  seeded: Seeded,
  options: { perTenant: number; seed: number; now: Date },
): Promise<number> {
  let applied = 0
  for (const [at, link] of seeded.links.entries()) {
    const tenant = seeded.tenants.find(({ slug }) => slug === link.tenant)
    if (!tenant) continue
    const random = createRandom(options.seed * 100_003 + at)
    const place = {
      customer: link.externalId,
      email: `project@${link.tenant}.example`,
      now: options.now,
    }
    for (let first = 1; first <= options.perTenant; first += BATCH) {
      const count = Math.min(BATCH, options.perTenant - first + 1)
      const changes = Array.from({ length: count }, (_, offset) => ({
        change: {
          kind: 'order' as const,
          type: 'upsert' as const,
          record: generateOrder(random, { ...place, index: first + offset }),
        },
      }))
      const outcomes = await withTenant(owner, tenant.id, (trx) =>
        applyChanges(trx, { connectionId: link.connectionId, lane: 'backfill', changes }),
      )
      applied += outcomes.filter((outcome) => outcome === 'applied').length
    }
  }
  return applied
}
