/**
 * What a query of orders amounts to, in one statement. Counts are folded by state and currency out of one index,
 * lateness looks at open orders only, and facets step from value to value, so wide rows are not read.
 */
import { sql, type RawBuilder } from 'kysely'
import { ORDER_STATES, type OrderState } from '#workflows/contracts/orders.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../../tenant.ts'
import { countOf, sumsOf } from '../list/sums.ts'
import { calendarOf, isLate } from './lateness.ts'
import { visibleOrders, type OrdersAccess } from './orders-access.ts'
import { filterCondition, type OrdersFilter, type OrdersView } from './orders-filter.ts'

export interface OrdersSummary {
  /** Rows per view, with search and filters applied. */
  counts: Record<OrdersView, number>
  /** Of everything the query matches, by currency; null without the right to see amounts. */
  total: { count: number; sums: Money[] | null }
  /** What can be filtered by, whatever is filtered now. */
  facets: { sites: string[]; states: OrderState[] }
}

/** More sites than anybody picks from; the search finds the rest. */
const MAX_SITES = 200

interface Cell {
  state: OrderState
  currency: string | null
  count: number
  minor: number
}

interface SummaryRow {
  cells: Cell[]
  late: Omit<Cell, 'state'>[]
  sites: string[]
  states: OrderState[]
}

export async function summarizeOrders(
  trx: TenantTx,
  access: OrdersAccess,
  input: OrdersFilter & { view: OrdersView },
): Promise<OrdersSummary> {
  const visible = visibleOrders(trx, access)
  const matches = sql<boolean>`${visible} and ${filterCondition(input)}`
  const money = access.amounts
    ? sql`o.currency, count(*) as count, sum(o.total_minor) as minor`
    : sql`null::text as currency, count(*) as count, 0 as minor`
  const currency = access.amounts ? sql`o.currency` : sql`()`
  const { rows } = await sql<SummaryRow>`
    select
      (select coalesce(json_agg(cell), '[]') from (
         select (${ranked})[o.state_rank] as state, ${money}
         from orders o where ${matches} group by o.state_rank, ${currency}) as cell) as cells,
      (select coalesce(json_agg(cell), '[]') from (
         select ${money}
         from orders o cross join ${calendarOf(trx)} where ${matches} and ${isLate}
         group by ${currency}) as cell) as late,
      ${sitesOf(visible)} as sites,
      array(select (${ranked})[rank] from generate_series(1, ${ORDER_STATES.length}::int) as rank
            where exists (select 1 from orders o where ${visible} and o.state_rank = rank)) as states`.execute(
    trx,
  )
  const { cells = [], late = [], sites = [], states = [] } = rows[0] ?? {}
  const inView: Record<OrdersView, Omit<Cell, 'state'>[]> = {
    all: cells,
    moving: cells.filter(({ state }) => state !== 'delivered' && state !== 'cancelled'),
    late,
    delivered: cells.filter(({ state }) => state === 'delivered'),
  }
  const counts = {
    all: countOf(inView.all),
    moving: countOf(inView.moving),
    late: countOf(inView.late),
    delivered: countOf(inView.delivered),
  }
  const sums = access.amounts ? sumsOf(inView[input.view]) : null
  return { counts, total: { count: counts[input.view], sums }, facets: { sites, states } }
}

/** State by rank, from 1; as the generated column state_rank has it. */
const ranked = sql`${sql.lit(`{${ORDER_STATES.join(',')}}`)}::text[]`

/** A loose index scan: each step looks up the next site after the one before. */
function sitesOf(visible: RawBuilder<boolean>): RawBuilder<string[]> {
  const next = (after: RawBuilder<boolean>): RawBuilder<unknown> =>
    sql`(select o.site from orders o where ${visible} and o.site is not null and ${after}
         order by o.site limit 1)`
  return sql<string[]>`array(
    with recursive sites (site) as (
      ${next(sql`true`)}
      union all
      select ${next(sql`o.site > sites.site`)} from sites where sites.site is not null)
    select site from sites where site is not null limit ${MAX_SITES})`
}
