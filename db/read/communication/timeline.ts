/**
 * E-mails, calls and meetings of a tenant as one timeline, newest first: a page by keyset over three tables, each
 * walked from its own index, so that the page costs the same however long the timeline is.
 */
import { sql, type RawBuilder } from 'kysely'
import {
  ENGAGEMENT_KINDS,
  type EngagementDirection,
  type EngagementKind,
  type EngagementState,
  type Participant,
} from '#workflows/contracts/engagements.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../../tenant.ts'
import { keysetPage, type Page, type PageInput } from '../list/keyset-page.ts'
import { instantKey } from '../list/sort-key.ts'

export const TIMELINE_VIEWS = ['all', ...ENGAGEMENT_KINDS] as const
export type TimelineView = (typeof TIMELINE_VIEWS)[number]

export interface TimelineEntry {
  id: RecordId
  version: number
  kind: EngagementKind
  /** ISO 8601: when it was sent, or begins. */
  at: string
  title: string | null
  people: Participant[]
  direction: EngagementDirection | null
  /** Of an e-mail: its own words. */
  text: string | null
  state: EngagementState | null
  durationMs: number | null
  endsAt: string | null
  location: string | null
}

interface Row extends Omit<TimelineEntry, 'at' | 'endsAt'> {
  at: Date
  endsAt: Date | null
  sort_key: string
}

interface Source {
  table: string
  /** Direction, text, state, duration, end and place, over the alias `r`; null where a kind has none. */
  columns: RawBuilder<unknown>
}

const SOURCES: Readonly<Record<EngagementKind, Source>> = {
  email: {
    table: 'emails',
    columns: sql`r.direction, r.body, null, null::bigint, null::timestamptz, null`,
  },
  call: {
    table: 'calls',
    columns: sql`r.direction, null, r.state, r.duration_ms, null::timestamptz, null`,
  },
  meeting: {
    table: 'meetings',
    columns: sql`null, null, r.state, null::bigint, r.ends_at, r.location`,
  },
}

/** @throws AppError `invalid_input` for a cursor that is none of ours */
export async function listTimeline(
  trx: TenantTx,
  input: { view: TimelineView } & PageInput,
): Promise<Page<TimelineEntry>> {
  const by = { sort: 'at', direction: 'desc', key: instantKey(sql`r.at`) } as const
  const page = keysetPage(by, sql`r.id`, input)
  const kinds = ENGAGEMENT_KINDS.filter((kind) => input.view === 'all' || input.view === kind)
  const parts = kinds.map((kind) => {
    const { table, columns } = SOURCES[kind]
    return sql`(
      select r.id, r.version, ${kind}::text as kind, r.at, r.title, r.people, ${columns},
        ${by.key.text} as sort_key
      from ${sql.table(table)} r
      where r.tenant_id = ${trx.tenantId} and r.deleted_at is null and r.at is not null${page.from}
      ${page.order})`
  })
  // The first part names the columns, whichever it is.
  const { rows } = await sql<Row>`
    select * from (${sql.join(parts, sql` union all `)})
      as r (id, version, kind, at, title, people, direction, text, state, "durationMs", "endsAt", location, sort_key)
    ${page.order}`.execute(trx)
  const found = page.pageOf(rows)
  return { ...found, rows: found.rows.map(toEntry) }
}

const toEntry = (row: Row): TimelineEntry => ({
  id: row.id,
  version: row.version,
  kind: row.kind,
  at: row.at.toISOString(),
  title: row.title,
  people: row.people,
  direction: row.direction,
  text: row.text,
  state: row.state,
  durationMs: row.durationMs,
  endsAt: row.endsAt?.toISOString() ?? null,
  location: row.location,
})
