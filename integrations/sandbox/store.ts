/**
 * The sandbox's memory: one SQLite file in WAL mode, so that a killed process loses nothing it answered.
 * Orders are stored as they go over the wire; columns beside the body exist for order and search only.
 */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import type { WireOrder } from '../orders/schema.ts'
import { createProjectStore, type ProjectStore } from './orders/projects/project-store.ts'

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  create table if not exists orders (
    id text primary key, updated_at text not null, customer_id text not null,
    number text not null, status text not null, search text not null, body text not null
  ) without rowid;
  create index if not exists orders_by_change on orders (updated_at, id);
  create index if not exists orders_by_customer on orders (customer_id, status, updated_at desc);
  create index if not exists orders_by_number on orders (number);
  create table if not exists settings (name text primary key, value text not null) without rowid;
  create table if not exists deliveries (
    seq integer primary key, id text not null unique, order_id text not null, number text not null,
    type text not null, version integer not null, body text not null, state text not null,
    attempts integer not null, next_at integer not null, status integer, error text,
    took_ms integer, created_at integer not null, settled_at integer
  );
  create index if not exists deliveries_waiting on deliveries (order_id, seq) where state = 'waiting';
  create index if not exists deliveries_due on deliveries (next_at) where state = 'waiting';
`

export interface PagePosition {
  updatedAt: string
  id: string
}

export interface OrderFilter {
  customer?: string
  /** Part of a number, title, site or reference. */
  q?: string
  statuses?: readonly string[]
  limit: number
}

export interface Store {
  readonly db: DatabaseSync
  readonly projects: ProjectStore
  /** Runs in one transaction: all of it is stored, or nothing. */
  transaction<T>(work: () => T): T
  seed(orders: readonly StoredOrder[], options?: { replace?: boolean }): void
  putOrder(order: StoredOrder): void
  findOrder(idOrNumber: string): WireOrder | null
  /** Keyset order (updated_at, id), deleted ones included; bodies as JSON text. */
  listPage(options: {
    since: string | null
    after: PagePosition | null
    limit: number
  }): StoredOrder[]
  searchOrders(filter: OrderFilter): WireOrder[]
  allOrders(): StoredOrder[]
  countByCustomer(): { customer: string; status: string; count: number }[]
  nextNumber(): number
  setting(name: string): unknown
  saveSetting(name: string, value: unknown): void
  close(): void
}

/** An order, or what a test wants to be served in place of one: an id and a position are all it needs. */
export type StoredOrder = Pick<WireOrder, 'id' | 'updated_at'> & Partial<WireOrder>

type Row = Record<string, SQLOutputValue>

const bodyOf = (row: Row): unknown => JSON.parse(String(row['body']))
const orderOf = (row: Row) => bodyOf(row) as WireOrder

const searchText = (order: StoredOrder): string =>
  [order.number, order.title, order.site, order.customer_reference].join(' ').toLowerCase()

export function createStore(path: string): Store {
  const db = new DatabaseSync(path)
  db.exec(SCHEMA)
  const transaction = <T>(work: () => T): T => {
    db.exec('begin immediate')
    try {
      const result = work()
      db.exec('commit')
      return result
    } catch (error) {
      db.exec('rollback')
      throw error
    }
  }
  const { setting, saveSetting } = settings(db)
  const putOrder = orderWriter(db)
  const projects = createProjectStore(db)
  return {
    db,
    projects,
    transaction,
    putOrder,
    setting,
    saveSetting,
    seed(orders, { replace = false } = {}) {
      transaction(() => {
        if (replace) {
          db.exec('delete from orders; delete from deliveries')
          projects.clear()
        }
        for (const order of orders) putOrder(order)
      })
    },
    ...readers(db),
    close: () => {
      db.close()
    },
  }
}

function orderWriter(db: DatabaseSync): Store['putOrder'] {
  const put = db.prepare(
    `insert into orders (id, updated_at, customer_id, number, status, search, body) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set updated_at = excluded.updated_at, customer_id = excluded.customer_id,
       number = excluded.number, status = excluded.status, search = excluded.search, body = excluded.body`,
  )
  return (order) => {
    const status = order.deleted_at ? 'deleted' : (order.status ?? '')
    const key = [order.id, order.updated_at, order.customer?.id ?? '', order.number ?? '', status]
    put.run(...key, searchText(order), JSON.stringify(order))
  }
}

function settings(db: DatabaseSync): Pick<Store, 'setting' | 'saveSetting'> {
  const read = db.prepare('select value from settings where name = ?')
  const write = db.prepare(
    `insert into settings (name, value) values (?, ?)
     on conflict (name) do update set value = excluded.value`,
  )
  return {
    setting(name) {
      const row = read.get(name)
      const value: unknown = row ? JSON.parse(String(row['value'])) : null
      return value
    },
    saveSetting(name, value) {
      write.run(name, JSON.stringify(value))
    },
  }
}

type Readers = Pick<
  Store,
  'findOrder' | 'listPage' | 'searchOrders' | 'allOrders' | 'countByCustomer' | 'nextNumber'
>

function readers(db: DatabaseSync): Readers {
  const find = db.prepare('select body from orders where id = ? or number = ? limit 1')
  const page = db.prepare(
    `select body from orders where (updated_at, id) > (?, ?) and updated_at >= ?
     order by updated_at, id limit ?`,
  )
  const search = db.prepare(
    `select body from orders where (? = '' or customer_id = ?) and instr(search, ?) > 0
       and (? = '[]' or status in (select value from json_each(?)))
     order by updated_at desc, id limit ?`,
  )
  const all = db.prepare('select body from orders order by updated_at, id')
  const counts = db.prepare(
    'select customer_id, status, count(*) as count from orders group by customer_id, status',
  )
  const highest = db.prepare(
    "select max(cast(substr(number, 4) as integer)) as highest from orders where number like 'SO-%'",
  )
  return {
    findOrder(key) {
      const row = find.get(key, key)
      return row ? orderOf(row) : null
    },
    listPage: ({ since, after, limit }) =>
      page.all(after?.updatedAt ?? '', after?.id ?? '', since ?? '', limit).map(orderOf),
    searchOrders({ customer = '', q = '', statuses = [], limit }) {
      const wanted = JSON.stringify(statuses)
      return search.all(customer, customer, q.toLowerCase(), wanted, wanted, limit).map(orderOf)
    },
    allOrders: () => all.all().map(orderOf),
    countByCustomer: () =>
      counts.all().map((row) => ({
        customer: String(row['customer_id']),
        status: String(row['status']),
        count: Number(row['count']),
      })),
    nextNumber: () => Number(highest.get()?.['highest'] ?? 0) + 1,
  }
}
