/** Tenants with what they hold, by name. Counts of records stop at the cap: they tell the size, not the sum. */
import { sql } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { CAP, isoOf, toCapped, type Capped } from './capped.ts'
import type { StaffTx } from './staff-tx.ts'

export interface TenantRow {
  id: TenantId
  slug: string
  name: string
  /** `#rrggbb` */
  brandColor: string
  state: 'active' | 'suspended'
  createdAt: string
  members: number
  /** External customers it is linked to, a few of them named. */
  links: { count: number; some: string[] }
  orders: Capped
  invoices: Capped
  /** The latest change that reached it. */
  lastActivityAt: string | null
}

export interface TenantsPage {
  rows: TenantRow[]
  /** Name and id of the last row. */
  next: TenantsCursor | null
}

export interface TenantsCursor {
  name: string
  id: TenantId
}

export interface TenantsInput {
  /** Part of a name or slug; empty: all. */
  q: string
  /** Only tenants that are linked to it. */
  connectionId: ConnectionId | null
  after: TenantsCursor | null
  limit: number
}

type Columns = Pick<TenantRow, 'id' | 'slug' | 'name' | 'brandColor' | 'state' | 'members'> & {
  sortName: string
  createdAt: Date
  linkCount: number
  someLinks: string[] | null
  orders: number
  invoices: number
  lastActivityAt: Date | null
}

const SOME_LINKS = 4

const pattern = (q: string): string => `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

const counted = (table: 'orders' | 'invoices') => sql<number>`
  (select count(*) from (select 1 from ${sql.table(table)}
     where tenant_id = t.id and deleted_at is null limit ${CAP}) as held)`

export async function listTenants(trx: StaffTx, input: TenantsInput): Promise<TenantsPage> {
  const { q, connectionId, after, limit } = input
  const linked =
    connectionId === null
      ? sql`true`
      : sql`id in (select tenant_id from links where connection_id = ${connectionId})`
  const matches =
    q === '' ? sql`true` : sql`(lower(name) like ${pattern(q)} or slug like ${pattern(q)})`
  const from = after === null ? sql`true` : sql`(lower(name), id) > (${after.name}, ${after.id})`
  const { rows } = await sql<Columns>`
    with page as materialized (
      select * from tenants where ${matches} and ${linked} and ${from} order by lower(name), id limit ${limit + 1})
    select t.id, t.slug, t.name, lower(t.name) as "sortName", t.brand_color as "brandColor", t.state,
      t.created_at as "createdAt",
      (select count(*) from memberships where tenant_id = t.id) as members,
      (select count(*) from links where tenant_id = t.id) as "linkCount",
      (select array_agg(few.external_id) from (select external_id from links where tenant_id = t.id
         order by created_at, external_id limit ${sql.lit(SOME_LINKS)}) as few) as "someLinks",
      ${counted('orders')} as orders, ${counted('invoices')} as invoices,
      greatest(
        (select at from audit_entries where tenant_id = t.id order by at desc limit 1),
        (select at from live_events where tenant_id = t.id order by at desc limit 1)) as "lastActivityAt"
    from page t order by lower(t.name), t.id`.execute(trx)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(toTenant),
    next: rows.length > limit && last ? { name: last.sortName, id: last.id } : null,
  }
}

function toTenant(row: Columns): TenantRow {
  const { id, slug, name, brandColor, state, members } = row
  return {
    id,
    slug,
    name,
    brandColor,
    state,
    members,
    createdAt: row.createdAt.toISOString(),
    links: { count: row.linkCount, some: row.someLinks ?? [] },
    orders: toCapped(row.orders),
    invoices: toCapped(row.invoices),
    lastActivityAt: isoOf(row.lastActivityAt),
  }
}

/** For choosing one: names only, so that typing stays quick. */
export async function searchTenants(
  trx: StaffTx,
  input: { q: string; limit: number },
): Promise<Pick<TenantRow, 'id' | 'slug' | 'name'>[]> {
  const { rows } = await sql<Pick<TenantRow, 'id' | 'slug' | 'name'>>`
    select id, slug, name from tenants
    where state = 'active' and (lower(name) like ${pattern(input.q)} or slug like ${pattern(input.q)})
    order by lower(name), id limit ${input.limit}`.execute(trx)
  return rows
}

export async function findTenantName(trx: StaffTx, id: TenantId): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from tenants where id = ${id}`.execute(trx)
  return rows[0]?.name
}
