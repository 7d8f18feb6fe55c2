/** With whom engagements are: one row per company or contact. What lies in the bin keeps its ties, and nobody sees them. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

const SCHEMA = `
  create table if not exists hubspot_ties (
    engagement integer not null, other integer not null, kind text not null, primary key (engagement, other)
  ) without rowid;
  create index if not exists hubspot_ties_of on hubspot_ties (other);
`

export interface Tie {
  engagement: string
  /** A company or a contact. */
  other: string
  kind: 'company' | 'contact'
}

const tieOf = (row: Record<string, SQLOutputValue>): Tie => ({
  engagement: String(row['engagement']),
  other: String(row['other']),
  kind: row['kind'] === 'company' ? 'company' : 'contact',
})

/** Shares the database of the objects, whose table is there before. */
export function createTieTable(db: DatabaseSync) {
  db.exec(SCHEMA)
  const visible = `from hubspot_ties t
    join hubspot_objects e on e.id = t.engagement and e.archived_at is null
    join hubspot_objects o on o.id = t.other and o.archived_at is null`
  const put = db.prepare(
    'insert or ignore into hubspot_ties (engagement, other, kind) values (?, ?, ?)',
  )
  const remove = db.prepare('delete from hubspot_ties where engagement = ? and other = ?')
  const pass = db.prepare('update or ignore hubspot_ties set other = ? where other = ?')
  const drop = db.prepare('delete from hubspot_ties where other = ? or engagement = ?')
  const ofOne = db.prepare(`select t.* ${visible} where t.engagement = ? order by t.other`)
  const withOne = db.prepare(`select t.* ${visible} where t.other = ? order by t.engagement`)
  const all = db.prepare(`select t.* ${visible} order by t.engagement, t.other`)
  return {
    tie({ engagement, other, kind }: Tie): void {
      put.run(engagement, other, kind)
    },
    untie(engagement: string, other: string): void {
      remove.run(engagement, other)
    },
    /** Everything that was with the one is with the other from now on. */
    passTies(from: string, to: string): void {
      pass.run(to, from)
      drop.run(from, from)
    },
    dropTies(id: string): void {
      drop.run(id, id)
    },
    tiesOf: (engagement: string): Tie[] => ofOne.all(engagement).map(tieOf),
    engagementsWith: (other: string): Tie[] => withOne.all(other).map(tieOf),
    ties: (): Tie[] => all.all().map(tieOf),
  }
}
