/**
 * Waits for the first backfill of every connection. The worker starts it; this only looks at the runs,
 * through the worker's own role.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { withClient } from './database.ts'

const LONGEST_MS = 180_000

const rowSchema = z.object({
  name: z.string(),
  state: z.enum(['none', 'running', 'completed', 'failed', 'cancelled', 'parked']),
  fetched: z.number(),
  reason: z.string().nullable(),
})
type BackfillRow = z.infer<typeof rowSchema>

// The newest backfill of each connection; a connection without one has state `none`.
const LATEST = `
  select c.name, coalesce(r.state, 'none') as state, coalesce(r.fetched, 0) as fetched, r.reason
  from connections c
  left join lateral (
    select state, fetched, reason from runs
    where connection_id = c.id and lane = 'backfill' order by started_at desc limit 1
  ) r on true
  where c.state in ('active', 'parked')`

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
  for (;;) {
    // A killed database is restarted by its keeper: not a reason to give up.
    const rows = await readLatest(workerUrl).catch(() => undefined)
    if (rows) {
      const fetched = rows.reduce((sum, row) => sum + row.fetched, 0)
      note(`${fetched.toLocaleString('en')} records`)
      if (!rows.some(isOutstanding)) return problemsOf(rows)
    }
    if (Date.now() > deadline) {
      return ['The first backfill still runs; pages fill as it goes (see the worker log).']
    }
    await sleep(250)
  }
}

/** True while a connection has not come to the end of its first backfill. */
export async function isBackfillOutstanding(workerUrl: string): Promise<boolean> {
  return (await readLatest(workerUrl)).some(isOutstanding)
}

const isOutstanding = ({ state }: BackfillRow): boolean => state === 'none' || state === 'running'

function readLatest(workerUrl: string): Promise<BackfillRow[]> {
  return withClient(workerUrl, async (client) =>
    z.array(rowSchema).parse((await client.query(LATEST)).rows),
  )
}

function problemsOf(rows: readonly BackfillRow[]): string[] {
  return rows
    .filter((row) => row.state !== 'completed')
    .map(
      (row) => `The backfill of ${row.name} is ${row.state}${row.reason ? `: ${row.reason}` : ''}.`,
    )
}
