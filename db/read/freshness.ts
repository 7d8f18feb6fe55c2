/** How fresh the tenant's data are, per source: what a page says beside them, never how a source is configured. */
import { sql } from 'kysely'
import type { Source } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../tenant.ts'

export interface SourceFreshness {
  source: Source
  /** When the source last confirmed what is shown; null: never yet. */
  seenAt: string | null
  /** `down`: it refuses or fails us; `stale`: silent for longer than any poll takes; `paused`: by the operator. */
  state: 'ok' | 'stale' | 'paused' | 'down'
}

/** Polls come every minute; five of them without an answer are worth a word. */
const STALE_AFTER_SECONDS = 5 * 60

interface FreshnessRow {
  source: Source
  state: string
  seen_at: Date | null
  failing_since: Date | null
  is_silent: boolean
}

/** One entry per source; of several connections the one in the worst state speaks. */
export async function listFreshness(trx: TenantTx): Promise<SourceFreshness[]> {
  const { rows } = await sql<FreshnessRow>`
    select source, state, seen_at, failing_since,
      coalesce(seen_at < now() - make_interval(secs => ${STALE_AFTER_SECONDS}), true) as is_silent
    from app.source_freshness()
    order by source, seen_at nulls first`.execute(trx)
  const worst = new Map<Source, SourceFreshness>()
  for (const row of rows) {
    const held = worst.get(row.source)
    const state = stateOf(row)
    if (held && SEVERITY[held.state] >= SEVERITY[state]) continue
    worst.set(row.source, { source: row.source, seenAt: row.seen_at?.toISOString() ?? null, state })
  }
  return [...worst.values()]
}

const SEVERITY = { ok: 0, stale: 1, paused: 2, down: 3 } as const

function stateOf(row: FreshnessRow): SourceFreshness['state'] {
  if (row.state === 'paused') return 'paused'
  if (row.failing_since !== null || row.state === 'parked' || row.state === 'disabled')
    return 'down'
  return row.is_silent ? 'stale' : 'ok'
}
