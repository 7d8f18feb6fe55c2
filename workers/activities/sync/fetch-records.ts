/** Reads single records from their source: each once however many events ask for it, and never for long. */
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { SourceClient } from '#integrations/kit/connector.ts'
import type { OrderChange } from '#workflows/contracts/orders.ts'

/** `change: null`: the source has never had it. */
export type Fetched = { ok: true; change: OrderChange | null } | { ok: false; error: unknown }

export interface FetchRecords {
  client: SourceClient
  connection: SyncConnection
  externalIds: Iterable<string>
}

const PARALLEL = 8
/** For all of them together, in milliseconds: this happens inside a drain step. What is late is tried again. */
const DEADLINE_MS = 4_000

export async function fetchRecords(input: FetchRecords): Promise<Map<string, Fetched>> {
  const open = [...new Set(input.externalIds)]
  const fetched = new Map<string, Fetched>()
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const work = async (): Promise<void> => {
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      try {
        fetched.set(id, { ok: true, change: await input.client.getOrder(id, signal) })
      } catch (error) {
        fetched.set(id, { ok: false, error })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, open.length) }, work))
  return fetched
}
