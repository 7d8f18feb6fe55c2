/**
 * What a query of invoices amounts to, in one statement. Everything is folded out of one index by state and
 * currency; the few that are being paid right now are counted beside it and taken off what looks overdue.
 */
import { sql } from 'kysely'
import {
  SHOWN_INVOICE_STATES,
  type InvoiceState,
  type ShownInvoiceState,
} from '#workflows/contracts/billing.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../../tenant.ts'
import { countOf, sumsOf } from '../list/sums.ts'
import { isPastDue, isProcessing } from './invoice-state.ts'
import { visibleInvoices, type InvoicesAccess } from './invoices-access.ts'
import { filterCondition, type InvoicesFilter, type InvoicesView } from './invoices-filter.ts'

export interface InvoicesSummary {
  /** Rows per view, with search and filters applied. */
  counts: Record<InvoicesView, number>
  /** Of everything the query matches, by currency. */
  total: { count: number; sums: Money[]; remaining: Money[] }
  /** What can be filtered by, whatever is filtered now. */
  facets: { states: ShownInvoiceState[] }
}

interface Cell {
  state: Exclude<InvoiceState, 'draft'>
  past: boolean
  currency: string
  count: number
  total: number
  remaining: number
}

interface SummaryRow {
  cells: Cell[]
  processing: Cell[]
  states: Exclude<InvoiceState, 'draft'>[]
}

type ShownCell = Omit<Cell, 'state' | 'past'> & { state: ShownInvoiceState }

export async function summarizeInvoices(
  trx: TenantTx,
  access: InvoicesAccess,
  input: InvoicesFilter & { view: InvoicesView },
): Promise<InvoicesSummary> {
  const visible = visibleInvoices(trx, access)
  const matches = sql<boolean>`${visible} and ${filterCondition(trx, access, input)}`
  const cells = sql`select i.state, coalesce(${isPastDue}, false) as past, i.currency, count(*) as count,
    sum(i.total_minor) as total, sum(i.remaining_minor) as remaining from invoices i where ${matches}`
  const { rows } = await sql<SummaryRow>`
    select
      (select coalesce(json_agg(cell), '[]') from (${cells} group by 1, 2, 3) as cell) as cells,
      (select coalesce(json_agg(cell), '[]') from (
         ${cells} and ${isProcessing(trx)} group by 1, 2, 3) as cell) as processing,
      array(select known.state from unnest('{open,paid,void,uncollectible}'::text[]) as known (state)
            where exists (select 1 from invoices i where ${visible} and i.state = known.state)) as states`.execute(
    trx,
  )
  const { cells: found = [], processing = [], states = [] } = rows[0] ?? {}
  const shown = shownCells(found, processing)
  const inView: Record<InvoicesView, ShownCell[]> = {
    all: shown,
    open: shown.filter(({ state }) => OPEN.has(state)),
    overdue: shown.filter(({ state }) => state === 'overdue'),
    paid: shown.filter(({ state }) => state === 'paid'),
  }
  const counts = {
    all: countOf(inView.all),
    open: countOf(inView.open),
    overdue: countOf(inView.overdue),
    paid: countOf(inView.paid),
  }
  const here = inView[input.view]
  const sums = sumsOf(here.map((cell) => ({ ...cell, minor: cell.total })))
  // Of what was cancelled or written off the source may still name a rest that nobody has to pay.
  const due = here.filter(({ state }) => OPEN.has(state))
  const remaining = sumsOf(due.map((cell) => ({ ...cell, minor: cell.remaining })))
  return {
    counts,
    total: { count: counts[input.view], sums, remaining },
    facets: { states: choicesOf(states) },
  }
}

const OPEN: ReadonlySet<ShownInvoiceState> = new Set(['open', 'processing', 'overdue'])

/** What is being paid is neither open nor overdue: it is taken out of the cell it was counted in. */
function shownCells(cells: readonly Cell[], processing: readonly Cell[]): ShownCell[] {
  const inHand = (cell: Cell): Cell | undefined =>
    processing.find((each) => each.past === cell.past && each.currency === cell.currency)
  const rest = cells.map((cell): ShownCell => {
    const taken = cell.state === 'open' ? inHand(cell) : undefined
    return {
      ...cell,
      state: cell.past ? 'overdue' : cell.state,
      count: cell.count - (taken?.count ?? 0),
      total: cell.total - (taken?.total ?? 0),
      remaining: cell.remaining - (taken?.remaining ?? 0),
    }
  })
  const left = rest.filter(({ count }) => count > 0)
  return [...left, ...processing.map((cell): ShownCell => ({ ...cell, state: 'processing' }))]
}

/** Of an open invoice every kind of open may be asked for: it changes from one to the other by itself. */
const choicesOf = (states: SummaryRow['states']): ShownInvoiceState[] =>
  SHOWN_INVOICE_STATES.filter((state) =>
    states.some((each) => (OPEN.has(state) ? each === 'open' : each === state)),
  )
