/** When an invoice has to be paid, seen from today in the member's zone. */
import type { ShownInvoiceState } from '#workflows/contracts/billing.ts'
import { daysBetween } from '#web/ui/text/dates.ts'
import type { InvoiceRow } from '../../billing-api.ts'

export interface Due {
  /** The member's date; null: none is set. */
  date: string | null
  /** Days until then; negative once it has passed. */
  days: number
  /** `late`: it should have been paid; `soon`: within a week; `closed`: nobody waits for it any more. */
  status: 'late' | 'soon' | 'later' | 'closed'
}

interface Calendar {
  today: string
  /** The member's date of an instant. */
  dateOf: (instant: Date) => string
}

const SOON_DAYS = 7

/** Money is still expected: what can be paid, or is being paid right now. */
export const isPayable = (state: ShownInvoiceState): boolean =>
  state === 'open' || state === 'overdue' || state === 'processing'

export function dueOf(
  { state, dueAt }: Pick<InvoiceRow, 'state' | 'dueAt'>,
  { today, dateOf }: Calendar,
): Due {
  if (dueAt === null) return { date: null, days: 0, status: isPayable(state) ? 'later' : 'closed' }
  const date = dateOf(new Date(dueAt))
  const days = daysBetween(today, date)
  if (state === 'overdue') return { date, days, status: 'late' }
  if (state !== 'open') return { date, days, status: 'closed' }
  return { date, days, status: days <= SOON_DAYS ? 'soon' : 'later' }
}
