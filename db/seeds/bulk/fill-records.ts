/**
 * Records of every kind for many tenants at once, for tests and benches at scale. The server makes the rows, inside
 * each tenant and under its policies as every other write; what a drain would tell of them (audit log) is left out.
 */
import { sql } from 'kysely'
import type { ConnectionId, PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE, type RecordKind } from '#workflows/contracts/records.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import type { Database } from '../../client.ts'
import { withTenant, type TenantTx } from '../../tenant.ts'
import type { Seeded } from '../apply-spec.ts'
import { historyOf, insertOf, ownersOf, type BulkTable } from './bulk-table.ts'
import { CRM_AND_BILLING_TABLES } from './crm-and-billing-tables.ts'
import { ORDER_TABLES } from './order-tables.ts'
import { shareOut } from './share-out.ts'

export interface BulkTenant {
  id: TenantId
  /** Its id at every source; unlike all others. */
  customer: string
  connections: Readonly<Record<Source, ConnectionId>>
  /** Whose own every fifth order and project is. */
  person: { id: PersonId; email: string } | null
}

export interface BulkOptions {
  /** Over all tenants together, parts not counted; the first tenants get most. */
  records: number
  /** Also an applied inbox event and a live event for each order and nothing else. Default: none. */
  withHistory?: boolean
  now: Date
}

/** Of a thousand records. */
const MIX: Readonly<Record<RecordKind, number>> = {
  order: 250,
  project: 70,
  company: 1,
  contact: 60,
  email: 20,
  call: 10,
  meeting: 10,
  customer: 1,
  invoice: 250,
  payment: 250,
  subscription: 28,
  payment_method: 20,
  credit_note: 30,
}
const KINDS = SOURCES.flatMap((source) => KINDS_OF_SOURCE[source])
/** Well within the time that a statement may take. */
const BATCH = 5_000
/** Tenants at a time. */
const SIDE_BY_SIDE = 2

const RECORDS: readonly BulkTable[] = [
  ...ORDER_TABLES,
  ...CRM_AND_BILLING_TABLES,
  ...KINDS.map(ownersOf),
]

const HISTORY = historyOf('order')
const tablesOf = (withHistory: boolean): BulkTable[] =>
  withHistory ? [...RECORDS, ...HISTORY] : [...RECORDS]

/**
 * @param owner as `portside_owner`, with two connections at least
 * @returns how many records each tenant has, in their order
 */
export async function fillRecords(
  owner: Database,
  tenants: readonly BulkTenant[],
  options: BulkOptions,
): Promise<number[]> {
  const shares = shareOut(options.records, tenants.length)
  const next = tenants.entries()
  const work = async (): Promise<void> => {
    for (const [at, tenant] of next) {
      const share = shares[at] ?? 0
      for (let from = 0; from < share; from += BATCH) {
        await fillBatch(owner, tenant, { ...options, from, to: Math.min(share, from + BATCH) })
      }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  // Plans follow what the planner knows, and lists read indexes alone where the map says that all is visible.
  const tables = tablesOf(options.withHistory ?? false)
  await owner.pool.query(
    `vacuum (analyze) tenants, links, live_positions, ${[...new Set(tables.map(({ table }) => table))].join(', ')}`,
  )
  return shares
}

/** What a seed made, as places for records. @throws Error for a tenant that no source knows */
export function bulkTenants({ tenants, members, links, connections }: Seeded): BulkTenant[] {
  const sources = new Map(connections.map(({ id, source }) => [id, source]))
  const linksOf = Map.groupBy(links, ({ tenant }) => tenant)
  const people = new Map(
    members.filter(({ role }) => role === 'project').map((member) => [member.tenant, member]),
  )
  return tenants.map(({ id, slug }) => {
    const own = linksOf.get(slug) ?? []
    const at = (source: Source): ConnectionId => {
      const link = own.find(({ connectionId }) => sources.get(connectionId) === source)
      if (!link) throw new Error(`The tenant ${slug} is no customer of ${source}.`)
      return link.connectionId
    }
    const person = people.get(slug)
    return {
      id,
      customer: own[0]?.externalId ?? slug,
      connections: { orders: at('orders'), stripe: at('stripe'), hubspot: at('hubspot') },
      person: person ? { id: person.personId, email: person.email } : null,
    }
  })
}

interface Batch extends BulkOptions {
  from: number
  to: number
}

type Value = string | number | null

/** Column of `given` → its type and its value in a batch. */
const GIVEN: Readonly<
  Record<string, [type: string, value: (tenant: BulkTenant, batch: Batch) => Value]>
> = {
  tenant_id: ['uuid', ({ id }) => id],
  customer: ['text', ({ customer }) => customer],
  person_id: ['uuid', ({ person }) => person?.id ?? null],
  email: ['text', ({ person }) => person?.email ?? null],
  now: ['timestamptz', (_, { now }) => now.toISOString()],
  ...Object.fromEntries(
    SOURCES.map((source) => [source, ['uuid', ({ connections }) => connections[source]]] as const),
  ),
  ...Object.fromEntries(
    KINDS.flatMap((kind) => [
      [`${kind}_from`, ['bigint', (_, { from }) => countOf(kind, from) + 1]] as const,
      [`${kind}_to`, ['bigint', (_, { to }) => countOf(kind, to)]] as const,
    ]),
  ),
}

/** Working out how thirty inserts run takes longer than running them for a small tenant: once per connection will do. */
async function ensurePrepared(trx: TenantTx, tables: readonly BulkTable[]): Promise<string> {
  const name = `fill_${tables.length}`
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from pg_prepared_statements where name = ${name}) as known,
      set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(trx)
  if (rows[0]?.known !== true) {
    const types = Object.values(GIVEN).map(([type]) => type)
    const given = Object.keys(GIVEN).map((column, at) => `$${at + 1} as ${column}`)
    const inserts = tables.map((table, at) => `made_${at} as (${insertOf(table)})`)
    await sql
      .raw(
        `prepare ${name} (${types.join(', ')}) as
         with given as (select ${given.join(', ')}), ${inserts.join(', ')} select 1`,
      )
      .execute(trx)
  }
  return name
}

async function fillBatch(owner: Database, tenant: BulkTenant, batch: Batch): Promise<void> {
  const { withHistory = false } = batch
  await withTenant(owner, tenant.id, async (trx) => {
    const name = await ensurePrepared(trx, tablesOf(withHistory))
    const values = Object.values(GIVEN).map(([, valueOf]) => sql.lit(valueOf(tenant, batch)))
    await sql`execute ${sql.ref(name)}(${sql.join(values)})`.execute(trx)
    if (withHistory) {
      await sql`
        insert into live_positions as held (tenant_id, position)
        values (${tenant.id}, ${countOf('order', batch.to)})
        on conflict (tenant_id) do update set position = greatest(held.position, excluded.position)`.execute(
        trx,
      )
    }
  })
}

/** How many of a tenant's first records are of this kind; every tenant has a company and a customer. */
const countOf = (kind: RecordKind, records: number): number =>
  MIX[kind] === 1 ? Math.min(records, 1) : Math.floor((records * MIX[kind]) / 1_000)
