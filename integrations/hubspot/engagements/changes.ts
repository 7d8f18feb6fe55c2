/**
 * Engagements of a page as changes. What the customer may not see is a deletion without content: where we hold it, it
 * goes, and where we do not, there is nothing to hold.
 */
import type { z } from 'zod'
import type { EngagementKind } from '#workflows/contracts/engagements.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { InvalidItem } from '../../kit/connector.ts'
import { NAMES } from '../kinds.ts'
import { toDeletion } from '../map.ts'
import type { HubspotApi } from '../read/api.ts'
import { invalidItem } from '../read/invalid-item.ts'
import { faultsOf } from '../schema.ts'
import { toCall, toEmail, toMeeting, type With } from './map.ts'
import { readWhom } from './read-whom.ts'
import {
  type WireCall,
  wireCall,
  type WireEmail,
  wireEmail,
  type WireMeeting,
  wireMeeting,
} from './wire.ts'

interface Deps {
  api: HubspotApi
  atLeast: number
  signal: AbortSignal | undefined
}

/** One parsed, and what becomes of it once it is known whom it was with. */
interface Parsed {
  wire: WireEmail | WireCall | WireMeeting
  told: (whom: With) => RecordChange | null
}

type Reading = { ok: true; parsed: Parsed } | { ok: false; reason: string }

export async function engagementChanges(
  kind: EngagementKind,
  items: readonly unknown[],
  { api, atLeast, signal }: Deps,
): Promise<{ changes: RecordChange[]; invalid: InvalidItem[] }> {
  const all: Parsed[] = []
  const invalid: InvalidItem[] = []
  for (const item of items) {
    const reading = READERS[kind](item)
    if (reading.ok) all.push(reading.parsed)
    else invalid.push(invalidItem(item, reading.reason))
  }
  const ids = all.map(({ wire }) => wire.id)
  const whom = await readWhom(api, { plural: NAMES[kind].plural, ids }, signal)
  const changes = all.map(({ wire, told }) => {
    const known = whom.get(wire.id)
    const change = known ? told({ ...known, atLeast }) : null
    return change ?? toDeletion(kind, wire, atLeast)
  })
  return { changes, invalid }
}

/** @param tell the record as a change of its kind */
function readerOf<W extends Parsed['wire'], R>(
  schema: z.ZodType<W>,
  toRecord: (wire: W, whom: With) => R | null,
  tell: (record: R) => RecordChange,
): (item: unknown) => Reading {
  return (item) => {
    const parsed = schema.safeParse(item)
    if (!parsed.success) return { ok: false, reason: faultsOf(parsed.error) }
    const wire = parsed.data
    const told = (whom: With): RecordChange | null => {
      const record = toRecord(wire, whom)
      return record && tell(record)
    }
    return { ok: true, parsed: { wire, told } }
  }
}

const READERS: Readonly<Record<EngagementKind, (item: unknown) => Reading>> = {
  email: readerOf(wireEmail, toEmail, (record) => ({ kind: 'email', type: 'upsert', record })),
  call: readerOf(wireCall, toCall, (record) => ({ kind: 'call', type: 'upsert', record })),
  meeting: readerOf(wireMeeting, toMeeting, (record) => ({
    kind: 'meeting',
    type: 'upsert',
    record,
  })),
}
