/** The stand-in's memory inside the sandbox's database: one row per object, one per association. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Where } from './filters.ts'
import { type CrmObject, type ObjectKind, PLURALS } from './objects.ts'
import { createTieTable } from './tie-table.ts'

const SCHEMA = `
  create table if not exists hubspot_objects (
    id integer primary key, kind text not null, created_at integer not null, updated_at integer not null,
    archived_at integer, properties text not null
  );
  create index if not exists hubspot_by_kind on hubspot_objects (kind, id);
  create index if not exists hubspot_by_change on hubspot_objects (kind, updated_at);
  create table if not exists hubspot_associations (
    contact integer not null, company integer not null, is_primary integer not null,
    primary key (contact, company)
  ) without rowid;
  create index if not exists hubspot_by_company on hubspot_associations (company);
  create table if not exists hubspot_merges (loser integer primary key, winner integer not null) without rowid;
  create index if not exists hubspot_by_winner on hubspot_merges (winner);
`

export interface Association {
  contact: string
  company: string
  primary: boolean
}

export interface SearchOptions {
  where: Where
  /** SQL; names are checked by who makes it. */
  order: string
  offset: number
  limit: number
  /** Objects changed after this (Unix ms) are not in the index yet. */
  indexedUntil: number
}

type Row = Record<string, SQLOutputValue>

const objectOf = (row: Row): CrmObject => ({
  kind: PLURALS[String(row['kind'])] ?? 'contact',
  id: String(row['id']),
  properties: JSON.parse(String(row['properties'])) as Record<string, string>,
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
  archivedAt: typeof row['archived_at'] === 'number' ? row['archived_at'] : null,
})

const associationOf = (row: Row): Association => ({
  contact: String(row['contact']),
  company: String(row['company']),
  primary: row['is_primary'] === 1,
})

export type HubspotStore = ReturnType<typeof createHubspotStore>

export function createHubspotStore(db: DatabaseSync) {
  db.exec(SCHEMA)
  return {
    db,
    ...objectTable(db),
    ...associationTable(db),
    ...mergeTable(db),
    ...createTieTable(db),
  }
}

/** What an id that was merged away has become: asked for it, HubSpot answers with that. Never a chain. */
function mergeTable(db: DatabaseSync) {
  const put = db.prepare('insert into hubspot_merges (loser, winner) values (?, ?)')
  const pass = db.prepare('update hubspot_merges set winner = ? where winner = ?')
  const find = db.prepare('select winner from hubspot_merges where loser = ?')
  const losers = db.prepare('select loser from hubspot_merges where winner = ? order by loser')
  return {
    merge(loser: string, winner: string): void {
      pass.run(winner, loser)
      put.run(loser, winner)
    },
    /** The id itself where nothing was merged away under it. */
    afterMerges: (id: string): string => String(find.get(id)?.['winner'] ?? id),
    mergedInto: (winner: string): string[] => losers.all(winner).map((row) => String(row['loser'])),
  }
}

function objectTable(db: DatabaseSync) {
  const put = db.prepare(
    `insert into hubspot_objects (id, kind, created_at, updated_at, archived_at, properties)
     values (?, ?, ?, ?, ?, ?) on conflict (id) do update set
       updated_at = excluded.updated_at, archived_at = excluded.archived_at, properties = excluded.properties`,
  )
  const find = db.prepare('select * from hubspot_objects where kind = ? and id = ?')
  const page = db.prepare(
    `select * from hubspot_objects where kind = ? and id > ? and (archived_at is not null) = ?
     order by id limit ?`,
  )
  const remove = db.prepare('delete from hubspot_objects where id = ?')
  const highest = db.prepare('select max(id) as id from hubspot_objects')
  return {
    put(object: CrmObject): void {
      const { id, kind, createdAt, updatedAt, archivedAt, properties } = object
      put.run(id, kind, createdAt, updatedAt, archivedAt, JSON.stringify(properties))
    },
    find(kind: ObjectKind, id: string): CrmObject | null {
      const row = find.get(kind, id)
      return row ? objectOf(row) : null
    },
    /** By id, after this one. */
    page(kind: ObjectKind, options: { after: string; archived: boolean; limit: number }) {
      const { after, archived, limit } = options
      return page.all(kind, after, archived ? 1 : 0, limit).map(objectOf)
    },
    remove: (id: string): void => {
      remove.run(id)
    },
    nextId: (): string => String(Math.max(Number(highest.get()?.['id'] ?? 0), 19_000_000_000) + 1),
    search(kind: ObjectKind, { where, order, offset, limit, indexedUntil }: SearchOptions) {
      const from = `from hubspot_objects where kind = ? and archived_at is null and updated_at <= ? and ${where.sql}`
      const values = [kind, indexedUntil, ...where.values]
      const count = db.prepare(`select count(*) as n ${from}`).get(...values)
      const rows = db.prepare(`select * ${from} order by ${order} limit ? offset ?`)
      return {
        total: Number(count?.['n'] ?? 0),
        found: rows.all(...values, limit, offset).map(objectOf),
      }
    },
    clear(): void {
      for (const table of ['objects', 'associations', 'merges', 'ties']) {
        db.exec(`delete from hubspot_${table}`)
      }
    },
  }
}

/** Objects in the bin keep their associations, so that restoring brings them back; nobody sees them meanwhile. */
function associationTable(db: DatabaseSync) {
  const visible = `from hubspot_associations a
    join hubspot_objects c on c.id = a.contact and c.archived_at is null
    join hubspot_objects o on o.id = a.company and o.archived_at is null`
  const ofContact = db.prepare(`select a.* ${visible} where a.contact = ? order by a.company`)
  const ofCompany = db.prepare(`select a.* ${visible} where a.company = ? order by a.contact`)
  const all = db.prepare(`select a.* ${visible} order by a.contact, a.company`)
  const put = db.prepare(
    `insert into hubspot_associations (contact, company, is_primary) values (?, ?, ?)
     on conflict (contact, company) do update set is_primary = excluded.is_primary`,
  )
  const remove = db.prepare('delete from hubspot_associations where contact = ? and company = ?')
  return {
    companiesOf: (contact: string): Association[] => ofContact.all(contact).map(associationOf),
    contactsOf: (company: string): Association[] => ofCompany.all(company).map(associationOf),
    associations: (): Association[] => all.all().map(associationOf),
    associate({ contact, company, primary }: Association): void {
      put.run(contact, company, primary ? 1 : 0)
    },
    dissociate(contact: string, company: string): void {
      remove.run(contact, company)
    },
  }
}
