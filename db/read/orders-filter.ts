/** What a list of orders is asked for, as conditions. Input is bounded here, whoever checked it before. */
import { sql, type RawBuilder } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid } from '#workflows/contracts/ids.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
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

const MAX_SEARCH = 100
const MAX_WORDS = 6
const MAX_SITES = 50
const MAX_IDS = 1_000

/** Condition over `o` and `c` for one of the built-in views. */
export const viewConditions: Readonly<Record<OrdersView, RawBuilder<boolean>>> = {
  all: sql<boolean>`true`,
  moving: isOpen,
  late: isLate,
  delivered: sql<boolean>`o.state = 'delivered'`,
}

/** @throws AppError `invalid_input` for a date or zone that does not exist */
export function filterCondition(filter: OrdersFilter): RawBuilder<boolean> {
  const conditions = [sql<boolean>`true`, ...wordsOf(filter.q).map(contains)]
  if (filter.ids !== undefined) {
    conditions.push(sql`o.id = any(${filter.ids.filter(isUuid).slice(0, MAX_IDS)}::uuid[])`)
  }
  if (filter.states.length > 0) conditions.push(sql`o.state = any(${[...filter.states]}::text[])`)
  if (filter.sites.length > 0) {
    const sites = filter.sites.slice(0, MAX_SITES).map(storable)
    conditions.push(sql`o.site = any(${sites}::text[])`)
  }
  const zone = (filter.placedFrom ?? filter.placedTo) ? requireZone(filter.timeZone) : ''
  if (filter.placedFrom !== null) {
    conditions.push(
      sql`o.placed_at >= ${dateOf(filter.placedFrom)}::date::timestamp at time zone ${zone}`,
    )
  }
  if (filter.placedTo !== null) {
    conditions.push(
      sql`o.placed_at < (${dateOf(filter.placedTo)}::date + 1)::timestamp at time zone ${zone}`,
    )
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

const wordsOf = (search: string): string[] =>
  storable(search)
    .slice(0, MAX_SEARCH)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)

/** `search_text` is in PostgreSQL's lower case, so the word is lowered there too: languages differ about it. */
const contains = (word: string): RawBuilder<boolean> =>
  sql<boolean>`o.search_text like '%' || lower(${word.replace(/[\\%_]/g, String.raw`\$&`)}) || '%'`

const storable = (text: string): string => text.replaceAll('\0', '')

/** True for a day of the calendar in the years 1000 to 9999; `2026-02-30` is none. */
export function isCalendarDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function dateOf(text: string): string {
  if (!isCalendarDate(text)) throw new AppError('invalid_input', 'This date does not exist.')
  return text
}

function requireZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new AppError('invalid_input', 'This time zone does not exist.')
  }
}
