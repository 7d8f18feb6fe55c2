/** What objects live on: the sources, whose customers they belong to, and the links that say which tenant that is. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#integrations/sandbox/demo/random.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import { CUSTOMERS } from '../stack/seed.ts'
import type { Stack } from '../stack/stack.ts'
import { createControl, type Control } from '../systems/control.ts'

export interface Customer {
  externalId: string
  slug: string
}

export interface Stage {
  control: Control
  /** One of the customers that live at this source. */
  customerOf(source: Source, random: Random): string
  /** Whom a new customer belongs to; the link is made a little later, as staff would. */
  adopt(source: Source, externalId: string, random: Random): void
  /** Deleted at its source: nothing new belongs to it. */
  leave(source: Source, externalId: string): void
  comeBack(source: Source, externalId: string): void
  /** Every customer that was ever linked, living or not. */
  linked(source: Source): readonly Customer[]
  /** Resolves when every link is made. */
  settled(): Promise<void>
}

const SLUGS = Object.keys(CUSTOMERS) as (keyof typeof CUSTOMERS)[]

type LinkingStack = Pick<Stack, 'sandboxUrl' | 'readModel' | 'connectionId' | 'tenantId'>

export function createStage(stack: LinkingStack): Stage {
  const all = Object.fromEntries(
    SOURCES.map((source) => [
      source,
      SLUGS.map((slug): Customer => ({ externalId: CUSTOMERS[slug][source], slug })),
    ]),
  ) as Record<Source, Customer[]>
  const left = new Set<string>()
  const linking: Promise<void>[] = []
  return {
    control: createControl(stack.sandboxUrl),
    customerOf(source, random) {
      const living = all[source].filter(({ externalId }) => !left.has(externalId))
      return random.pick(living).externalId
    },
    adopt(source, externalId, random) {
      const customer = { externalId, slug: random.pick(SLUGS) }
      all[source].push(customer)
      linking.push(link(stack, source, customer))
    },
    leave: (_source, externalId) => void left.add(externalId),
    comeBack: (_source, externalId) => void left.delete(externalId),
    linked: (source) => all[source],
    async settled() {
      await Promise.all(linking)
    },
  }
}

/** Tried until PostgreSQL is there. */
async function link(stack: LinkingStack, source: Source, customer: Customer): Promise<void> {
  const values = [stack.connectionId(source), customer.externalId, stack.tenantId(customer.slug)]
  for (;;) {
    try {
      await stack.readModel.query(
        `insert into links (connection_id, external_id, tenant_id) values ($1, $2, $3)
         on conflict do nothing`,
        values,
      )
      return
    } catch {
      await sleep(500)
    }
  }
}
