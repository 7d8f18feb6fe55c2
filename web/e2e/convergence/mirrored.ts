/** What our tables hold for one tenant as facts, read by SQL past every policy. */
import type { ReadModel } from '../systems/read-model.ts'
import { instantOf, textOf, type Facts } from './facts.ts'

interface Query {
  kind: string
  /** Columns `id` and one per fact. `$1` is the tenant. */
  sql: string
  /** Facts that are instants. */
  instants?: readonly string[]
}

/** Rows of a part of a project, each as its columns with commas between, also where there is nothing. */
function joined(table: string, columns: string): string {
  const row = `array_to_string(array[${columns
    .split(/, (?![^(]*\))/)
    .map((column) => `(${column})::text`)
    .join(', ')}], ',', '')`
  return `(select coalesce(string_agg(${row}, ';' order by ${row} collate "C"), '')
    from ${table} part where part.tenant_id = p.tenant_id and part.project_id = p.id)`
}

/** An instant as text, as it goes over the wire. */
const momentOf = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

const QUERIES: readonly Query[] = [
  {
    kind: 'order',
    instants: ['placed', 'delivered'],
    sql: `select external_id as id, version, number, title, state, customer_reference as reference, site,
        total_minor || ' ' || currency as total, placed_at as placed, promised_on as promised,
        delivered_at as delivered,
        (select coalesce(string_agg(concat_ws(',', position, article, quantity, amount_minor), ';'
           order by concat_ws(',', position, article, quantity, amount_minor) collate "C"), '')
         from order_lines l where l.tenant_id = o.tenant_id and l.order_id = o.id) as lines,
        (select coalesce(string_agg(s.external_id || ',' || s.state || ',' || coalesce(tracking_number, ''), ';'
           order by s.external_id collate "C"), '')
         from order_shipments s where s.tenant_id = o.tenant_id and s.order_id = o.id) as shipments,
        (select coalesce(string_agg(told.text, ';' order by told.text collate "C"), '')
         from order_returns r cross join lateral (select array_to_string(array[r.number,
             coalesce(r.source_state, r.state), r.reason, r.carrier, r.tracking_number, r.tracking_url,
             ${momentOf('r.requested_at')}, ${momentOf('r.received_at')}, r.credit_note_number,
             (select string_agg(text, '+' order by text collate "C") from (
               select (c ->> 'position') || 'x' || (c ->> 'quantity') as text
               from jsonb_array_elements(r.contents) as c) as items)], ',', '') as text) as told
         where r.tenant_id = o.tenant_id and r.order_id = o.id) as returns,
        (select coalesce(string_agg(e.external_id || ' ' || coalesce(note, ''), ';'
           order by e.external_id || ' ' || coalesce(note, '') collate "C"), '')
         from order_events e where e.tenant_id = o.tenant_id and e.order_id = o.id) as history
      from orders o where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'project',
    sql: `select external_id as id, version, number, title, state, manager_name as manager,
        contact_email as contact, coalesce(starts_on::text, '') || ',' || coalesce(due_on::text, '') as days,
        ${joined('project_milestones', `external_id, position, title, due_on, state, ${momentOf('done_at')}`)} as milestones,
        ${joined('project_deliverables', 'external_id, milestone_external_id, title, current_version, due_on, state')} as deliverables,
        ${joined('project_due_dates', 'external_id, milestone_external_id, from_date, to_date, reason')} as dates,
        (select coalesce(string_agg(order_external_id, ',' order by order_external_id collate "C"), '')
         from project_orders l where l.tenant_id = p.tenant_id and l.project_id = p.id) as orders
      from projects p where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'customer',
    sql: `select external_id as id, name, email, phone,
        concat_ws(',', coalesce(postal_code, ''), coalesce(city, ''), coalesce(country, '')) as place,
        array_to_string(tax_ids, ',') as taxes, payment_method_external_id as "default"
      from billing_customers where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'invoice',
    instants: ['due', 'paid', 'voided'],
    sql: `select external_id as id, number, state,
        concat_ws(',', subtotal_minor, total_minor, paid_minor, remaining_minor) as amounts, currency,
        description, order_number as "order", due_at as due, paid_at as paid, voided_at as voided,
        (select coalesce(string_agg(l.external_id || ',' || l.description || ',' || amount_minor, ';'
           order by l.external_id collate "C"), '')
         from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id) as lines
      from invoices i where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'payment',
    sql: `select external_id as id, state, amount_minor || ' ' || currency as amount,
        refunded_minor as refunded, invoice_external_id as invoice
      from payments where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'subscription',
    instants: ['started', 'renews', 'trial', 'ends', 'ended'],
    sql: `select external_id as id, state, currency, started_at as started, renews_at as renews,
        trial_ends_at as trial, cancel_at as ends, ended_at as ended,
        (select string_agg(concat_ws(',', i.external_id, i.name, coalesce(i.quantity::text, '-'),
             coalesce(i.amount_minor::text, '-'), extract(epoch from i.period_end)::bigint), ';'
           order by i.external_id collate "C")
         from subscription_items i where i.tenant_id = s.tenant_id and i.subscription_id = s.id) as items
      from subscriptions s where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'payment_method',
    sql: `select external_id as id, type, brand, last4, to_char(expires_on, 'YYYY-MM') as expires
      from payment_methods where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'credit_note',
    sql: `select external_id as id, number, state, total_minor as total, reduced_minor as reduced, reason, memo,
        invoice_external_id as invoice
      from credit_notes where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'company',
    sql: `select external_id as id, name, domain, phone, city
      from companies where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'contact',
    sql: `select external_id as id, name, email, phone, job_title as title
      from contacts where tenant_id = $1 and deleted_at is null`,
  },
]

const WITH = `array_to_string(contact_external_ids, ',') as "with"`

/** Of those a customer may see; whatever else is held would be an extra. */
const ENGAGEMENTS: readonly Query[] = [
  {
    kind: 'email',
    instants: ['at'],
    sql: `select external_id as id, title, at, direction, ${WITH}
      from emails where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'call',
    instants: ['at'],
    sql: `select external_id as id, title, at, ${WITH}
      from calls where tenant_id = $1 and deleted_at is null`,
  },
  {
    kind: 'meeting',
    instants: ['at'],
    sql: `select external_id as id, title, at, location, ${WITH}
      from meetings where tenant_id = $1 and deleted_at is null`,
  },
]

export async function mirroredFacts(readModel: ReadModel, tenantId: string): Promise<Facts> {
  const facts: Facts = new Map()
  for (const { kind, sql, instants = [] } of [...QUERIES, ...ENGAGEMENTS]) {
    for (const { id, ...row } of await readModel.query<Record<string, unknown>>(sql, [tenantId])) {
      const texts = Object.entries(row).map(([name, value]): [string, string | null] => {
        const isInstant = instants.includes(name)
        return [name, isInstant && value instanceof Date ? instantOf(value) : plain(value)]
      })
      facts.set(`${kind} ${String(id)}`, Object.fromEntries(texts))
    }
  }
  return facts
}

/** Without a type parser of its own, pg makes a Date of a day at local midnight. */
function plain(value: unknown): string | null {
  if (!(value instanceof Date)) return textOf(value)
  const [year, month, day] = [value.getFullYear(), value.getMonth() + 1, value.getDate()]
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}
