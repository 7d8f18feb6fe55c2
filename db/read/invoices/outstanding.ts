/** What a customer still has to pay, by currency and by how late it is: the sum on the first page. */
import { sql } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import { isProcessing } from './invoice-state.ts'
import { visibleInvoices, type InvoicesAccess } from './invoices-access.ts'

/** In the order in which they are told. */
export const AGES = ['processing', 'not_due', 'late', 'very_late'] as const
/** `late` is up to 30 days past the date, `very_late` more; what is being paid has no age. */
export type Age = (typeof AGES)[number]

export interface Outstanding {
  currency: string
  /** Minor units. */
  minor: number
  /** Invoices behind it. */
  count: number
  ages: Record<Age, number>
}

interface Cell {
  currency: string
  age: Age
  minor: number
  count: number
}

/** The currency in which most invoices are open comes first. */
export async function listOutstanding(
  trx: TenantTx,
  access: Pick<InvoicesAccess, 'ownOnly'>,
): Promise<Outstanding[]> {
  const { rows } = await sql<Cell>`
    select currency, age, sum(remaining_minor)::bigint as minor, count(*) as count
    from (
      select i.currency, i.remaining_minor,
        case when ${isProcessing(trx)} then 'processing'
          when i.due_at < now() - interval '30 days' then 'very_late'
          when i.due_at < now() then 'late' else 'not_due' end as age
      from invoices i where ${visibleInvoices(trx, access)} and i.state = 'open') as open_invoices
    group by currency, age`.execute(trx)
  const sums = new Map<string, Outstanding>()
  for (const { currency, age, minor, count } of rows) {
    const sum = sums.get(currency) ?? {
      currency,
      minor: 0,
      count: 0,
      ages: { processing: 0, not_due: 0, late: 0, very_late: 0 },
    }
    sum.minor += minor
    sum.count += count
    sum.ages[age] += minor
    sums.set(currency, sum)
  }
  return [...sums.values()].sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1))
}
