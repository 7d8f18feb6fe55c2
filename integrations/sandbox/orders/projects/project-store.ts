/** The projects of the order system, stored as they go over the wire beside its orders. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { WireProject } from '../../../orders/project-schema.ts'
import type { PagePosition } from '../../store.ts'

const SCHEMA = `
  create table if not exists projects (
    id text primary key, updated_at text not null, customer_id text not null,
    number text not null, status text not null, search text not null, body text not null
  ) without rowid;
  create index if not exists projects_by_change on projects (updated_at, id);
  create index if not exists projects_by_number on projects (number);
`

export interface ProjectFilter {
  customer?: string
  /** Part of a number or title. */
  q?: string
  statuses?: readonly string[]
  limit: number
}

export interface ProjectStore {
  put(project: WireProject): void
  find(idOrNumber: string): WireProject | null
  /** Keyset order (updated_at, id), deleted ones included. */
  listPage(options: {
    since: string | null
    after: PagePosition | null
    limit: number
  }): WireProject[]
  search(filter: ProjectFilter): WireProject[]
  all(): WireProject[]
  nextNumber(): number
  clear(): void
}

const projectOf = (row: Record<string, SQLOutputValue>) =>
  JSON.parse(String(row['body'])) as WireProject

export function createProjectStore(db: DatabaseSync): ProjectStore {
  db.exec(SCHEMA)
  const put = db.prepare(
    `insert into projects (id, updated_at, customer_id, number, status, search, body) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set updated_at = excluded.updated_at, customer_id = excluded.customer_id,
       number = excluded.number, status = excluded.status, search = excluded.search, body = excluded.body`,
  )
  const find = db.prepare('select body from projects where id = ? or number = ? limit 1')
  const page = db.prepare(
    `select body from projects where (updated_at, id) > (?, ?) and updated_at >= ?
     order by updated_at, id limit ?`,
  )
  const search = db.prepare(
    `select body from projects where (? = '' or customer_id = ?) and instr(search, ?) > 0
       and (? = '[]' or status in (select value from json_each(?)))
     order by updated_at desc, id limit ?`,
  )
  const all = db.prepare('select body from projects order by updated_at, id')
  const highest = db.prepare(
    "select max(cast(substr(number, 4) as integer)) as highest from projects where number like 'PR-%'",
  )
  return {
    put(project) {
      const { id, updated_at, customer, number, title } = project
      const status = project.deleted_at === null ? project.status : 'deleted'
      const words = `${number} ${title}`.toLowerCase()
      put.run(id, updated_at, customer.id, number, status, words, JSON.stringify(project))
    },
    find(key) {
      const row = find.get(key, key)
      return row ? projectOf(row) : null
    },
    listPage: ({ since, after, limit }) =>
      page.all(after?.updatedAt ?? '', after?.id ?? '', since ?? '', limit).map(projectOf),
    search({ customer = '', q = '', statuses = [], limit }) {
      const wanted = JSON.stringify(statuses)
      return search.all(customer, customer, q.toLowerCase(), wanted, wanted, limit).map(projectOf)
    },
    all: () => all.all().map(projectOf),
    nextNumber: () => Number(highest.get()?.['highest'] ?? 0) + 1,
    clear: () => {
      db.exec('delete from projects')
    },
  }
}
