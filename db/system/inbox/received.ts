/** When events came in, as their ids say it: those are UUIDv7, and every index of the inbox ends with them. */
import { sql, type RawBuilder } from 'kysely'

/** Instants, ISO 8601; null: open on that side. */
export interface Period {
  /** Inclusive. */
  from: string | null
  /** Exclusive. */
  until: string | null
}

export const cameWithin = ({ from, until }: Period): RawBuilder<boolean> => sql`
  ${from === null ? sql`true` : sql`id >= ${firstIdAt(from)}`}
  and ${until === null ? sql`true` : sql`id < ${firstIdAt(until)}`}`

/** No UUIDv7 of that millisecond or a later one is smaller. */
function firstIdAt(instant: string): string {
  const hex = Math.max(0, Date.parse(instant)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}
