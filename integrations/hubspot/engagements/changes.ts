/**
 * Engagements of a page as changes. What the customer may not see is a deletion without content: where we hold it, it
 * goes, and where we do not, there is nothing to hold.
 */
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

const READERS: Readonly<Record<EngagementKind, (item: unknown) => Reading>> = {
  email(item) {
    const { data: wire, error } = wireEmail.safeParse(item)
    if (!wire) return { ok: false, reason: faultsOf(error) }
    const told = (whom: With): RecordChange | null => {
      const record = toEmail(wire, whom)
      return record && { kind: 'email', type: 'upsert', record }
    }
    return { ok: true, parsed: { wire, told } }
  },
  call(item) {
    const { data: wire, error } = wireCall.safeParse(item)
    if (!wire) return { ok: false, reason: faultsOf(error) }
    const told = (whom: With): RecordChange | null => {
      const record = toCall(wire, whom)
      return record && { kind: 'call', type: 'upsert', record }
    }
    return { ok: true, parsed: { wire, told } }
  },
  meeting(item) {
    const { data: wire, error } = wireMeeting.safeParse(item)
    if (!wire) return { ok: false, reason: faultsOf(error) }
    const told = (whom: With): RecordChange | null => {
      const record = toMeeting(wire, whom)
      return record && { kind: 'meeting', type: 'upsert', record }
    }
    return { ok: true, parsed: { wire, told } }
  },
}
