/**
 * Stripe's memory inside the sandbox's database: one row per object, as it goes over the wire, with columns
 * for what lists filter by. Links to our own pages are stored without host, which may change between starts.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Price, Product } from './objects/catalogue.ts'
import type { CreditNote } from './objects/credit-note.ts'
import type { Customer } from './objects/customer.ts'
import type { StripeEvent } from './objects/event.ts'
import type { Invoice } from './objects/invoice.ts'
import type { Charge, InvoicePayment, PaymentIntent } from './objects/payment.ts'
import type { PaymentMethod } from './objects/payment-method.ts'
import type { Subscription } from './objects/subscription.ts'

export interface Objects {
  customer: Customer
  invoice: Invoice
  payment_intent: PaymentIntent
  charge: Charge
  invoice_payment: InvoicePayment
  product: Product
  price: Price
  subscription: Subscription
  payment_method: PaymentMethod
  credit_note: CreditNote
  event: StripeEvent
}
export type ObjectName = keyof Objects
export type AnyObject = Objects[ObjectName]

const SCHEMA = `
  create table if not exists stripe_objects (
    seq integer primary key, id text not null unique, object text not null, created integer not null,
    customer text, invoice text, intent text, state text, body text not null
  );
  create index if not exists stripe_by_age on stripe_objects (object, created desc, seq desc);
  create index if not exists stripe_by_customer on stripe_objects (customer, object) where customer is not null;
  create index if not exists stripe_by_invoice on stripe_objects (invoice, object) where invoice is not null;
  create index if not exists stripe_by_intent on stripe_objects (intent, object) where intent is not null;
  create table if not exists stripe_graves (id text primary key, object text not null) without rowid;
  create table if not exists stripe_keys (
    key text primary key, fingerprint text not null, status integer not null, body text not null,
    request_id text not null, created integer not null
  ) without rowid;
`

const TABLES = ['stripe_objects', 'stripe_graves', 'stripe_keys', 'stripe_deliveries']

export interface Filter {
  customer?: string | undefined
  invoice?: string | undefined
  intent?: string | undefined
  /** Invoice and payment states, or types of events; empty for all. */
  states?: readonly string[] | undefined
  /** Unix seconds, both inclusive. */
  from?: number | undefined
  to?: number | undefined
  /** Only what is older (or newer) in the list's order than this object. */
  after?: string | undefined
  before?: string | undefined
  limit: number
}

export type StripeStore = ReturnType<typeof createStripeStore>

type Row = Record<string, SQLOutputValue>

function keysOf(object: AnyObject): [string | null, string | null, string | null, string | null] {
  switch (object.object) {
    case 'customer':
      return [object.id, null, null, null]
    case 'invoice':
      return [object.customer, object.id, null, object.status]
    case 'payment_intent':
      return [object.customer, null, object.id, object.status]
    case 'charge':
      return [object.customer, null, object.payment_intent, object.status]
    case 'invoice_payment':
      return [null, object.invoice, object.payment.payment_intent, object.status]
    case 'product':
    case 'price':
      return [null, null, null, null]
    case 'subscription':
      return [object.customer, null, null, object.status]
    case 'payment_method':
      return [object.customer, null, null, object.type]
    case 'credit_note':
      return [object.customer, object.invoice, null, object.status]
    case 'event':
      return [null, null, null, object.type]
  }
}

/** @param origin where our own pages are reached right now, e.g. `http://127.0.0.1:4010` */
export function createStripeStore(db: DatabaseSync, origin: () => string) {
  db.exec(SCHEMA)
  const put = db.prepare(
    `insert into stripe_objects (id, object, created, customer, invoice, intent, state, body)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set
       customer = excluded.customer, state = excluded.state, body = excluded.body`,
  )
  const find = db.prepare('select body from stripe_objects where id = ? and object = ?')
  const remove = db.prepare('delete from stripe_objects where id = ?')
  const dig = db.prepare('insert or ignore into stripe_graves (id, object) values (?, ?)')
  const grave = db.prepare('select id from stripe_graves where id = ? and object = ?')
  const page = (order: 'desc' | 'asc') => db.prepare(pageSql(order))
  const pages = { desc: page('desc'), asc: page('asc') }
  const bodyOf = (row: Row): unknown =>
    JSON.parse(String(row['body']).replaceAll('sandbox://', `${origin()}/stripe/`))

  return {
    db,
    /** A page of ours, as it is reached right now. */
    link: (path: string): string => `${origin()}/stripe/${path}`,
    put(object: AnyObject): void {
      const body = JSON.stringify(object).replaceAll(`${origin()}/stripe/`, 'sandbox://')
      put.run(object.id, object.object, object.created, ...keysOf(object), body)
    },
    find<N extends ObjectName>(name: N, id: string): Objects[N] | null {
      const row = find.get(id, name)
      return row ? (bodyOf(row) as Objects[N]) : null
    },
    remove(id: string): void {
      remove.run(id)
    },
    /** Some deleted objects still answer, with a stub. */
    bury(name: ObjectName, id: string): void {
      dig.run(id, name)
    },
    isBuried: (name: ObjectName, id: string): boolean => grave.get(id, name) !== undefined,
    /** Newest first. */
    list<N extends ObjectName>(name: N, filter: Filter): Objects[N][] {
      const backwards = filter.before !== undefined
      const rows = pages[backwards ? 'asc' : 'desc'].all({ object: name, ...boundsOf(filter) })
      const found = rows.map((row) => bodyOf(row) as Objects[N])
      return backwards ? found.toReversed() : found
    },
    clear(): void {
      for (const table of TABLES) db.exec(`delete from ${table}`)
    },
  }
}

const boundsOf = (filter: Filter) => ({
  customer: filter.customer ?? null,
  invoice: filter.invoice ?? null,
  intent: filter.intent ?? null,
  states: JSON.stringify(filter.states ?? []),
  from: filter.from ?? 0,
  to: filter.to ?? 2 ** 40,
  anchor: filter.after ?? filter.before ?? null,
  limit: filter.limit,
})

/** `asc` walks from an anchor towards newer ones, for `ending_before`. */
function pageSql(order: 'desc' | 'asc'): string {
  const side = order === 'desc' ? '<' : '>'
  return `select body from stripe_objects where object = :object
    and (:customer is null or customer = :customer) and (:invoice is null or invoice = :invoice)
    and (:intent is null or intent = :intent)
    and (:states = '[]' or state in (select value from json_each(:states)))
    and created between :from and :to
    and (:anchor is null or (created, seq) ${side} (select created, seq from stripe_objects where id = :anchor))
    order by created ${order}, seq ${order} limit :limit`
}
