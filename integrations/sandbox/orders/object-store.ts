/**
 * Objects of one kind of the order system, stored as they go over the wire; columns beside the body exist for order
 * and search only.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

export interface PagePosition {
  updatedAt: string
  id: string
}

export interface ObjectFilter {
  customer?: string
  /** Part of what it is found by. */
  q?: string
  statuses?: readonly string[]
  limit: number
}

/** What a stored object must have, and what its columns are made of where it has that as well. */
export interface StorableObject {
  id: string
  updated_at: string
  deleted_at?: string | null
  customer?: { id: string }
  number?: string
  status?: string
}

export interface ObjectStore<Wire, Stored = Wire> {
  put(object: Stored): void
  find(idOrNumber: string): Wire | null
  /** Keyset order (updated_at, id), deleted ones included. */
  listPage(options: { since: string | null; after: PagePosition | null; limit: number }): Stored[]
  /** The latest change first. */
  search(filter: ObjectFilter): Wire[]
  all(): Stored[]
  nextNumber(): number
  clear(): void
}

interface ObjectKind<Stored> {
  table: 'orders' | 'projects'
  /** What its numbers begin with, of three letters. */
  numbers: 'SO-' | 'PR-'
  /** Of an object: what a search looks through. */
  wordsOf: (object: Stored) => string
}

const schemaOf = (table: string): string => `
  create table if not exists ${table} (
    id text primary key, updated_at text not null, customer_id text not null,
    number text not null, status text not null, search text not null, body text not null
  ) without rowid;
  create index if not exists ${table}_by_change on ${table} (updated_at, id);
  create index if not exists ${table}_by_customer on ${table} (customer_id, status, updated_at desc);
  create index if not exists ${table}_by_number on ${table} (number);
`

export function createObjectStore<Wire extends Stored, Stored extends StorableObject = Wire>(
  db: DatabaseSync,
  kind: ObjectKind<Stored>,
): ObjectStore<Wire, Stored> {
  const { table, numbers, wordsOf } = kind
  db.exec(schemaOf(table))
  const put = db.prepare(
    `insert into ${table} (id, updated_at, customer_id, number, status, search, body) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set updated_at = excluded.updated_at, customer_id = excluded.customer_id,
       number = excluded.number, status = excluded.status, search = excluded.search, body = excluded.body`,
  )
  return {
    put(object) {
      const { id, updated_at, customer, number = '' } = object
      const status = object.deleted_at ? 'deleted' : (object.status ?? '')
      const key = [id, updated_at, customer?.id ?? '', number, status]
      put.run(...key, wordsOf(object).toLowerCase(), JSON.stringify(object))
    },
    ...createReaders<Wire, Stored>(db, { table, numbers }),
    clear: () => {
      db.exec(`delete from ${table}`)
    },
  }
}

type Readers<Wire, Stored> = Omit<ObjectStore<Wire, Stored>, 'put' | 'clear'>

function createReaders<Wire, Stored>(
  db: DatabaseSync,
  { table, numbers }: Pick<ObjectKind<Stored>, 'table' | 'numbers'>,
): Readers<Wire, Stored> {
  const find = db.prepare(`select body from ${table} where id = ? or number = ? limit 1`)
  const page = db.prepare(
    `select body from ${table} where (updated_at, id) > (?, ?) and updated_at >= ?
     order by updated_at, id limit ?`,
  )
  const search = db.prepare(
    `select body from ${table} where (? = '' or customer_id = ?) and instr(search, ?) > 0
       and (? = '[]' or status in (select value from json_each(?)))
     order by updated_at desc, id limit ?`,
  )
  const all = db.prepare(`select body from ${table} order by updated_at, id`)
  const highest = db.prepare(
    `select max(cast(substr(number, 4) as integer)) as highest from ${table} where number like '${numbers}%'`,
  )
  const bodyOf = (row: Record<string, SQLOutputValue>): unknown => JSON.parse(String(row['body']))
  const read = (row: Record<string, SQLOutputValue>) => bodyOf(row) as Wire
  const stored = (row: Record<string, SQLOutputValue>) => bodyOf(row) as Stored
  return {
    find(key) {
      const row = find.get(key, key)
      return row ? read(row) : null
    },
    listPage: ({ since, after, limit }) =>
      page.all(after?.updatedAt ?? '', after?.id ?? '', since ?? '', limit).map(stored),
    search({ customer = '', q = '', statuses = [], limit }) {
      const wanted = JSON.stringify(statuses)
      return search.all(customer, customer, q.toLowerCase(), wanted, wanted, limit).map(read)
    },
    all: () => all.all().map(stored),
    nextNumber: () => Number(highest.get()?.['highest'] ?? 0) + 1,
  }
}
