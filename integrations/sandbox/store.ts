/**
 * The sandbox's memory: one SQLite file in WAL mode, so that a killed process loses nothing it answered.
 * Orders are stored as they go over the wire; columns beside the body exist for order and search only.
 */
import { DatabaseSync } from 'node:sqlite'
import type { WireProject } from '../orders/project-schema.ts'
import type { WireOrder } from '../orders/schema.ts'
import { createObjectStore, type ObjectStore } from './orders/object-store.ts'

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
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

export interface Store {
  readonly db: DatabaseSync
  readonly orders: ObjectStore<WireOrder, StoredOrder>
  readonly projects: ObjectStore<WireProject>
  /** Runs in one transaction: all of it is stored, or nothing. */
  transaction<T>(work: () => T): T
  seed(orders: readonly StoredOrder[], options?: { replace?: boolean }): void
  countByCustomer(): { customer: string; status: string; count: number }[]
  setting(name: string): unknown
  saveSetting(name: string, value: unknown): void
  close(): void
}

/** An order, or what a test wants to be served in place of one: an id and a position are all it needs. */
export type StoredOrder = Pick<WireOrder, 'id' | 'updated_at'> & Partial<WireOrder>

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
  const orders = createObjectStore<WireOrder, StoredOrder>(db, {
    ...{ table: 'orders', numbers: 'SO-' },
    wordsOf: ({ number, title, site, customer_reference }) =>
      [number, title, site, customer_reference].join(' '),
  })
  const projects = createObjectStore<WireProject>(db, {
    ...{ table: 'projects', numbers: 'PR-' },
    wordsOf: ({ number, title }) => `${number} ${title}`,
  })
  return {
    db,
    orders,
    projects,
    transaction,
    setting,
    saveSetting,
    seed(given, { replace = false } = {}) {
      transaction(() => {
        if (replace) {
          db.exec('delete from deliveries')
          orders.clear()
          projects.clear()
        }
        for (const order of given) orders.put(order)
      })
    },
    countByCustomer: orderCounter(db),
    close: () => {
      db.close()
    },
  }
}

function orderCounter(db: DatabaseSync): Store['countByCustomer'] {
  const counts = db.prepare(
    'select customer_id, status, count(*) as count from orders group by customer_id, status',
  )
  return () =>
    counts.all().map((row) => ({
      customer: String(row['customer_id']),
      status: String(row['status']),
      count: Number(row['count']),
    }))
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
