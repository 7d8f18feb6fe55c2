/**
 * The list of invoices: one page by keyset, and what the whole query amounts to. Two statements in the transaction
 * of the caller; each walks an index that leads with the tenant.
 */
import { sql } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import { keysetPage, type KeyedRow, type Page, type PageInput } from '../list/keyset-page.ts'
import type { Direction } from '../list/sort-key.ts'
import {
  invoiceColumns,
  paymentsBeside,
  toInvoiceRow,
  type InvoiceColumns,
  type InvoiceRow,
} from './invoice-row.ts'
import { visibleInvoices, type InvoicesAccess } from './invoices-access.ts'
import {
  filterCondition,
  viewCondition,
  type InvoicesFilter,
  type InvoicesView,
} from './invoices-filter.ts'
import { sortKeyOf, type InvoicesSort } from './invoices-sort.ts'
import { summarizeInvoices, type InvoicesSummary } from './invoices-summary.ts'

export interface InvoicesQuery extends InvoicesFilter {
  view: InvoicesView
  sort: InvoicesSort
  direction: Direction
}

export type InvoicesListInput = InvoicesQuery & PageInput

export type InvoicesList = Page<InvoiceRow> & InvoicesSummary

/** @throws AppError `invalid_input` for a cursor of another sort or one that was altered */
export async function listInvoices(
  trx: TenantTx,
  access: InvoicesAccess,
  input: InvoicesListInput,
): Promise<InvoicesList> {
  const page = await listInvoiceRows(trx, access, input)
  return { ...page, ...(await summarizeInvoices(trx, access, input)) }
}

/** The page alone: one statement. */
export async function listInvoiceRows(
  trx: TenantTx,
  access: InvoicesAccess,
  input: InvoicesListInput,
): Promise<Page<InvoiceRow>> {
  const key = sortKeyOf(input.sort, input.direction)
  const page = keysetPage({ ...input, key }, sql`i.id`, input)
  const matches = sql`${visibleInvoices(trx, access)} and ${filterCondition(trx, access, input)}`
  const { rows } = await sql<InvoiceColumns & KeyedRow>`
    select ${invoiceColumns(trx, access)}, ${key.text} as sort_key
    from invoices i ${paymentsBeside(trx)}
    where ${matches} and ${viewCondition(trx, input.view)}${page.from}
    ${page.order}`.execute(trx)
  const found = page.pageOf(rows)
  return { ...found, rows: found.rows.map(toInvoiceRow) }
}
