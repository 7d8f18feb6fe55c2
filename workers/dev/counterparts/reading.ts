/** Runs the Stripe connector's own reads against a counterpart: what came, what became a record of ours, what differs. */
import type { SourceReader } from '#integrations/kit/connector.ts'
import { STRIPE_KINDS, type StripeKind } from '#integrations/stripe/event-kinds.ts'
import { asAppError } from '#workflows/contracts/errors.ts'
import type { Way } from './counterpart.ts'

export interface Reading {
  kind: StripeKind
  way: Way
  read: number
  mapped: number
  /** Null: as it should be. */
  difference: string | null
}

type Counts = Omit<Reading, 'kind' | 'way'>

/** Small, so that whoever has two of something must page. */
const LIMIT = 1
/** A list that goes on after so many pages never ends. */
const MAX_PAGES = 50

export async function readEverything(
  reader: SourceReader,
  ids: Partial<Record<StripeKind, string>>,
): Promise<Reading[]> {
  const readings: Reading[] = []
  const take = async (kind: StripeKind, way: Way, work: () => Promise<Counts>) => {
    const counts = await work().catch((error: unknown): Counts => {
      const { code, message } = asAppError(error)
      return { read: 0, mapped: 0, difference: `${code}: ${message}` }
    })
    readings.push({ kind, way, ...counts })
  }
  for (const kind of STRIPE_KINDS) {
    await take(kind, 'pages', () => pages(reader, kind, null))
    await take(kind, 'window', () => pages(reader, kind, new Date(Date.now() - 3_600_000)))
    const id = ids[kind]
    if (id !== undefined) await take(kind, 'single', () => single(reader, kind, id))
  }
  return readings
}

async function pages(reader: SourceReader, kind: StripeKind, since: Date | null): Promise<Counts> {
  const changedSince = since?.toISOString() ?? null
  const counts: Counts = { read: 0, mapped: 0, difference: null }
  let cursor: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const { changes, invalid, next } = await reader.list(kind, {
      changedSince,
      cursor,
      limit: LIMIT,
    })
    counts.read += changes.length + invalid.length
    counts.mapped += changes.length
    counts.difference ??= invalid[0]?.reason ?? null
    cursor = next
    if (cursor === null) break
  }
  if (cursor !== null) return { ...counts, difference: 'its pages never end' }
  // In a window nothing may have happened; of a whole list that says nothing, nothing was checked.
  const isEmpty = since === null && counts.read === 0
  return isEmpty ? { ...counts, difference: 'it has none' } : counts
}

async function single(reader: SourceReader, kind: StripeKind, id: string): Promise<Counts> {
  const change = await reader.get(kind, id)
  if (change) return { read: 1, mapped: 1, difference: null }
  return { read: 0, mapped: 0, difference: 'it does not know what it has' }
}
