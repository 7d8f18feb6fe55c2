/** What was sent to anybody, kept to be looked at: mails and SMS, in the sandbox's database. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

export interface OutboxMail {
  channel: 'email'
  /** Of the message, as its sender made it. */
  messageId: string | null
  from: string
  /** Of the envelope: who really gets it. */
  to: string[]
  subject: string
  text: string
  html: string | null
  /** Every header line, as it came. */
  headers: { name: string; line: string }[]
  attachments: { name: string | null; type: string; size: number }[]
}

export interface OutboxSms {
  channel: 'sms'
  sid: string
  from: string
  to: string[]
  text: string
}

export type OutboxItem = (OutboxMail | OutboxSms) & {
  id: number
  /** ISO 8601. */
  at: string
}

export interface OutboxFilter {
  channel?: 'email' | 'sms' | undefined
  /** A recipient, whole and without case. */
  to?: string | undefined
  limit: number
}

export interface Outbox {
  add(message: OutboxMail | OutboxSms): OutboxItem
  /** Newest first. */
  list(filter: OutboxFilter): OutboxItem[]
  find(id: number): OutboxItem | null
  clear(): void
}

/** Kept for the page. */
const KEPT = 2_000

const SCHEMA = `
  create table if not exists outbox (
    id integer primary key autoincrement, at text not null, channel text not null, recipients text not null,
    body text not null
  );
`

const itemOf = (row: Record<string, SQLOutputValue>): OutboxItem => ({
  ...(JSON.parse(String(row['body'])) as OutboxMail | OutboxSms),
  id: Number(row['id']),
  at: String(row['at']),
})

export function createOutbox(db: DatabaseSync): Outbox {
  db.exec(SCHEMA)
  const insert = db.prepare(
    'insert into outbox (at, channel, recipients, body) values (?, ?, ?, ?) returning *',
  )
  const trim = db.prepare('delete from outbox where id <= ?')
  const list = db.prepare(
    `select * from outbox where (? is null or channel = ?)
       and (? is null or exists (select 1 from json_each(recipients) where value = ?))
     order by id desc limit ?`,
  )
  const find = db.prepare('select * from outbox where id = ?')
  return {
    add(message) {
      const recipients = JSON.stringify(message.to.map((to) => to.toLowerCase()))
      const at = new Date().toISOString()
      const row = insert.get(at, message.channel, recipients, JSON.stringify(message))
      const item = itemOf(row ?? {})
      trim.run(item.id - KEPT)
      return item
    },
    list({ channel, to, limit }) {
      const only = channel ?? null
      const recipient = to?.toLowerCase() ?? null
      return list.all(only, only, recipient, recipient, limit).map(itemOf)
    },
    find(id) {
      const row = find.get(id)
      return row ? itemOf(row) : null
    },
    clear() {
      db.exec('delete from outbox')
    },
  }
}
