/**
 * Waits for the first backfill of everything each connection mirrors, one run per kind. The worker starts them;
 * this only looks at the runs, through the worker's own role.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { SOURCES } from '#workflows/contracts/sources.ts'
import { withClient } from './database.ts'

const LONGEST_MS = 180_000
/** When nothing at all has moved for so long, nothing will. */
const QUIET_MS = 30_000

const rowSchema = z.object({
  name: z.string(),
  kind: z.string(),
  state: z.enum(['none', 'running', 'completed', 'failed', 'cancelled', 'parked']),
  fetched: z.number(),
  reason: z.string().nullable(),
})
export type BackfillRow = z.infer<typeof rowSchema>

const KINDS = SOURCES.flatMap((source) => KINDS_OF_SOURCE[source].map((kind) => [source, kind]))

// The newest backfill of each kind of each connection; a kind without one has state `none`.
const LATEST = `
  select c.name, k.kind, coalesce(r.state, 'none') as state, coalesce(r.fetched, 0) as fetched, r.reason
  from connections c
  join unnest($1::text[], $2::text[]) as k (source, kind) on k.source = c.source
  left join lateral (
    select state, fetched, reason from runs
    where connection_id = c.id and kind = k.kind and lane = 'backfill' order by started_at desc limit 1
  ) r on true
  where c.state in ('active', 'parked')
  order by c.name, k.kind`

/**
 * Resolves when no first backfill is outstanding, with one line for each that did not complete.
 *
 * @param note told the progress in words
 */
export async function waitForFirstBackfill(
  workerUrl: string,
  note: (text: string) => void,
): Promise<string[]> {
  const deadline = Date.now() + LONGEST_MS
  let moved = Date.now()
  let before = ''
  for (;;) {
    // A killed database is restarted by its keeper: not a reason to give up.
    const rows = await readLatest(workerUrl).catch(() => undefined)
    if (rows) {
      const fetched = rows.reduce((sum, row) => sum + row.fetched, 0)
      note(`${fetched.toLocaleString('en')} records`)
      if (!rows.some(isOutstanding)) return problemsOf(rows)
      const now = JSON.stringify(rows)
      if (now !== before) moved = Date.now()
      before = now
      if (Date.now() - moved > QUIET_MS) return problemsOf(rows)
    }
    if (Date.now() > deadline) {
      return ['The first backfill still runs; pages fill as it goes (see the worker log).']
    }
    await sleep(250)
  }
}

/** True while some kind of a connection has not come to the end of its first backfill. */
export async function isBackfillOutstanding(workerUrl: string): Promise<boolean> {
  return (await readLatest(workerUrl)).some(isOutstanding)
}

const isOutstanding = ({ state }: BackfillRow): boolean => state === 'none' || state === 'running'

function readLatest(workerUrl: string): Promise<BackfillRow[]> {
  const [sources, kinds] = [0, 1].map((at) => KINDS.map((pair) => pair[at]))
  return withClient(workerUrl, async (client) =>
    z.array(rowSchema).parse((await client.query(LATEST, [sources, kinds])).rows),
  )
}

/** One line per connection and end, however many kinds came to it. */
export function problemsOf(rows: readonly BackfillRow[]): string[] {
  const kinds = new Map<string, string[]>()
  for (const row of rows.filter(({ state }) => state !== 'completed')) {
    const end = `${row.name} ${endOf(row)}`
    kinds.set(end, [...(kinds.get(end) ?? []), row.kind])
  }
  return [...kinds].map(([end, of]) => `The first backfill of ${end} (${of.join(', ')}).`)
}

function endOf({ state, reason }: BackfillRow): string {
  if (state === 'none') return 'has not started yet; pages fill once it does'
  if (state === 'running') return 'does not move; see the worker log'
  return `is ${state}${reason ? `: ${reason}` : ''}`
}
