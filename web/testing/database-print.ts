/** A fingerprint of everything a database holds, to show that a refused change left no trace at all. */
import type pg from 'pg'
import { CLASSIFICATION } from '#db/classification.ts'

/** What may differ without anybody having changed anything: a session was used, a try was counted. */
const VOLATILE: Readonly<Record<string, string | null>> = {
  'public.sessions': 'seen_at',
  'public.rate_limits': null,
}

/** @returns table → fingerprint, so that a difference names its table */
export async function printDatabase(sql: pg.Pool): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const relation of Object.keys(CLASSIFICATION)) {
    const ignored = VOLATILE[relation]
    if (ignored === null) continue
    const { rows } = await sql.query<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(row::text, '|' order by row::text)), '') as print
       from (select to_jsonb(t) - $1::text as row from ${relation} t) as rows`,
      [ignored ?? ''],
    )
    prints[relation] = rows[0]?.print ?? ''
  }
  return prints
}
