/** What a list of invoices is asked for, as conditions over the alias `i`. */
import { sql, type RawBuilder } from 'kysely'
import type { ShownInvoiceState } from '#workflows/contracts/billing.ts'
import type { TenantTx } from '../../tenant.ts'
import { withinDays } from '../list/days.ts'
import { containsWords, every, isOneOf } from '../list/words.ts'
import { isInState } from './invoice-state.ts'
import type { InvoicesAccess } from './invoices-access.ts'
import { issuedAt } from './invoices-sort.ts'

export const INVOICE_VIEWS = ['all', 'open', 'overdue', 'paid'] as const
export type InvoicesView = (typeof INVOICE_VIEWS)[number]

export interface InvoicesFilter {
  /** Only these of what else matches; what is no id of ours matches nothing. Left out: no such limit. */
  ids?: readonly string[]
  /** Words that must all occur in number, description or the order's number; empty: no search. */
  q: string
  /** Empty: every state. */
  states: readonly ShownInvoiceState[]
  /** `YYYY-MM-DD`, inclusive, in `timeZone`. */
  issuedFrom: string | null
  issuedTo: string | null
  /** IANA zone of the member, for the two dates above. */
  timeZone: string
}

/** `open` is everything that still has to be paid, whatever is said of it beyond that. */
export function viewCondition(trx: TenantTx, view: InvoicesView): RawBuilder<boolean> {
  switch (view) {
    case 'all':
      return sql`true`
    case 'overdue':
      return isInState(trx, ['overdue'])
    default:
      return sql`i.state = ${view}`
  }
}

/** @throws AppError `invalid_input` for a date or zone that does not exist */
export function filterCondition(
  trx: TenantTx,
  access: InvoicesAccess,
  filter: InvoicesFilter,
): RawBuilder<boolean> {
  const { issuedFrom: from, issuedTo: to, timeZone } = filter
  return every([
    ...containsWords(searchTextFor(access), filter.q),
    ...isOneOf(sql`i.id`, filter.ids),
    ...withinDays(issuedAt, { from, to, timeZone }),
    ...(filter.states.length > 0 ? [isInState(trx, filter.states)] : []),
  ])
}

/** Whoever sees no orders, or not all of them, must not find out by searching which invoice belongs to which. */
const searchTextFor = ({ orders }: InvoicesAccess): RawBuilder<unknown> =>
  orders?.ownOnly !== null
    ? sql`lower(coalesce(i.number, '') || ' ' || coalesce(i.description, ''))`
    : sql`i.search_text`
