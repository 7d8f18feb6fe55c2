/**
 * A client that reads again and again while everything is being killed: what it has once seen of a record never gets
 * older, and the position of a tenant's live events never goes back.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadModel } from '../systems/read-model.ts'

export interface Watcher {
  /** Reads that were answered. */
  looks(): number
  /** Stops; tells every step back it saw. */
  stop(): Promise<string[]>
}

const EVERY_MS = 700

interface Seen {
  key: string
  version: string
}

export function startWatcher(readModel: ReadModel, tables: readonly string[]): Watcher {
  const known = new Map<string, bigint>()
  const steps: string[] = []
  const state = { looks: 0, isOver: false }
  const look = async (): Promise<void> => {
    for (const { key, version } of await readModel.query<Seen>(statementOf(tables))) {
      const before = known.get(key) ?? 0n
      const now = BigInt(version)
      if (now < before) steps.push(`${key} went back from ${before} to ${now}`)
      known.set(key, now)
    }
    state.looks++
  }
  const watching = (async () => {
    while (!state.isOver) {
      // While PostgreSQL is away there is nothing to see.
      await look().catch(() => undefined)
      await sleep(EVERY_MS)
    }
  })()
  return {
    looks: () => state.looks,
    async stop() {
      state.isOver = true
      await watching
      return steps
    },
  }
}

const statementOf = (tables: readonly string[]): string =>
  [
    ...tables.map(
      (table) =>
        `select '${table} ' || tenant_id || ' ' || external_id as key, version::text from ${table}`,
    ),
    `select 'position ' || tenant_id, position::text from live_positions`,
  ].join(' union all ')
