/** What a list of orders is asked for, as conditions. Input is bounded here, whoever checked it before. */
import { sql, type RawBuilder } from 'kysely'
import type { OrderState } from '#workflows/contracts/orders.ts'
import { withinDays } from '../list/days.ts'
import { containsWords, every, isOneOf, storable } from '../list/words.ts'
import { isLate, isOpen } from './lateness.ts'

export const ORDER_VIEWS = ['all', 'moving', 'late', 'delivered'] as const
export type OrdersView = (typeof ORDER_VIEWS)[number]

export interface OrdersFilter {
  /** Only these of what else matches; what is no id of ours matches nothing. Left out: no such limit. */
  ids?: readonly string[]
  /** Words that must all occur in number, title, reference or site; empty: no search. */
  q: string
  /** Empty: every state. */
  states: readonly OrderState[]
  /** Empty: every site. */
  sites: readonly string[]
  /** `YYYY-MM-DD`, inclusive, in `timeZone`. */
  placedFrom: string | null
  placedTo: string | null
  /** IANA zone of the member, for the two dates above. */
  timeZone: string
}

const MAX_SITES = 50

/** Condition over `o` and `c` for one of the built-in views. */
export const viewConditions: Readonly<Record<OrdersView, RawBuilder<boolean>>> = {
  all: sql<boolean>`true`,
  moving: isOpen,
  late: isLate,
  delivered: sql<boolean>`o.state = 'delivered'`,
}

/** @throws AppError `invalid_input` for a date or zone that does not exist */
export function filterCondition(filter: OrdersFilter): RawBuilder<boolean> {
  const { placedFrom: from, placedTo: to, timeZone } = filter
  const conditions = [
    ...containsWords(sql`o.search_text`, filter.q),
    ...isOneOf(sql`o.id`, filter.ids),
    ...withinDays(sql`o.placed_at`, { from, to, timeZone }),
  ]
  if (filter.states.length > 0) conditions.push(sql`o.state = any(${[...filter.states]}::text[])`)
  if (filter.sites.length > 0) {
    const sites = filter.sites.slice(0, MAX_SITES).map(storable)
    conditions.push(sql`o.site = any(${sites}::text[])`)
  }
  return every(conditions)
}
