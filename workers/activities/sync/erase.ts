/**
 * Who asked the source to be forgotten. The lane that learns of it erases what is its own and everything in the inbox,
 * and tells the lanes of all who held the record before: their logs may still name the person.
 */
import { type ClaimedEvent, type Settlement } from '#db/system/inbox/claims.ts'
import type { Arrival } from '#db/system/inbox/own-arrivals.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { TenantTx } from '#db/tenant.ts'
import { applyChanges } from '#db/write/apply-changes.ts'
import { writeSourceAudit, type AuditEntry } from '#db/write/audit.ts'
import {
  eraseBodies,
  findEngagementsWith,
  listHolders,
  markErased,
  redactAudit,
  withMerged,
  type Erasure,
} from '#db/write/erase-records.ts'
import { PROJECTIONS } from '#db/write/projections/index.ts'
import { lockRecords, type HeldRecord } from '#db/write/record-rows.ts'
import { ENGAGEMENT_KINDS } from '#workflows/contracts/engagements.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { idOfChange, versionOfChange, type RecordKind } from '#workflows/contracts/records.ts'
import type { DrainContext, Item } from './drain-context.ts'
import { arrivalOfErasure, goneOf } from './own-events.ts'

export const isErasure = ({ change }: Item): boolean =>
  change.type === 'delete' && change.isErasure === true

export interface Erased {
  settled: Settlement[]
  handedOver: Arrival[]
}

/** For this tenant; call it before anything else of the batch is written. */
export async function eraseItems(
  trx: TenantTx,
  { lane, claim }: Pick<DrainContext, 'lane' | 'claim'>,
  items: readonly Item[],
): Promise<Erased> {
  const erased: Erased = { settled: [], handedOver: [] }
  for (const item of items) {
    const erasure = await eraseEverywhere(trx, { connectionId: lane.connectionId, claim, item })
    await eraseOwn(trx, erasure, { claim, item })
    const others = await tellHolders(trx, erasure, item)
    erased.handedOver.push(...others.filter(({ tenantId }) => tenantId !== trx.tenantId))
    erased.settled.push(settleErased(item.event))
  }
  return erased
}

/** Of what no tenant holds: the mark, and whatever waits in the inbox. */
export async function eraseUnheld(
  trx: SystemTx,
  at: { connectionId: ConnectionId; claim: string },
  items: readonly Item[],
): Promise<Erased> {
  const erased: Erased = { settled: [], handedOver: [] }
  for (const item of items) {
    const erasure = await eraseEverywhere(trx, { ...at, item })
    erased.handedOver.push(...(await tellHolders(trx, erasure, item)))
    erased.settled.push(settleErased(item.event))
  }
  return erased
}

const settleErased = ({ id }: ClaimedEvent): Settlement => ({
  id,
  state: 'done',
  verdict: 'applied',
})

async function eraseEverywhere(
  trx: TenantTx | SystemTx,
  { connectionId, claim, item }: { connectionId: ConnectionId; claim: string; item: Item },
): Promise<Erasure> {
  const { kind } = item.change
  const named = { connectionId, kind, externalIds: [idOfChange(item.change)] }
  const erasure = await withMerged(trx, named)
  await markErased(trx, erasure)
  await eraseBodies(trx, erasure, claim)
  return erasure
}

/** The record and what it took part in; rows are locked first, as by everybody, and told by one entry without a name. */
async function eraseOwn(
  trx: TenantTx,
  erasure: Erasure,
  { claim, item }: { claim: string; item: Item },
): Promise<void> {
  const { event, change } = item
  const held = await holdRows(trx, erasure)
  const own = held.find(({ externalId }) => externalId === idOfChange(change)) ?? held[0]
  for (const kind of ENGAGEMENT_KINDS) {
    const externalIds = await findEngagementsWith(trx, erasure, kind)
    if (externalIds.length === 0) continue
    const engagements = { connectionId: erasure.connectionId, kind, externalIds }
    await markErased(trx, engagements)
    await eraseBodies(trx, engagements, claim)
    held.push(...(await holdRows(trx, engagements)))
  }
  if (!own) return
  const redacted: string[] = []
  for (const [kind, of] of Map.groupBy(held, (row) => row.kind)) {
    redacted.push(...(await redactAudit(trx, { kind, subjectIds: of.map(({ id }) => id) })))
  }
  if (redacted.length > 0 || held.some(({ isDeleted }) => !isDeleted)) {
    const entry: AuditEntry = {
      action: 'contact.erased',
      subjectId: own.id,
      subjectLabel: '',
      changes: redacted.length === 0 ? {} : { redacted: { from: null, to: redacted } },
      requestId: event.requestId,
    }
    await writeSourceAudit(trx, erasure.connectionId, [entry])
  }
  await applyChanges(trx, {
    connectionId: erasure.connectionId,
    lane: 'live',
    changes: held.map(({ kind, externalId, version }) => ({
      change: {
        // Whatever we hold: this is the last word on it.
        ...goneOf({ kind, externalId, version: Math.max(versionOfChange(change), version) }),
        isErasure: true,
      },
      requestId: event.requestId,
      isRefetched: true,
    })),
  })
}

type HeldRow = HeldRecord & { kind: RecordKind }

async function holdRows(trx: TenantTx, erasure: Erasure): Promise<HeldRow[]> {
  const { kind } = erasure
  const held = await lockRecords(trx, PROJECTIONS[kind], erasure)
  return [...held.values()].map((row) => ({ ...row, kind }))
}

const tellHolders = async (
  trx: TenantTx | SystemTx,
  erasure: Erasure,
  { change }: Item,
): Promise<Arrival[]> =>
  (await listHolders(trx, erasure)).map(({ externalId, tenantId }) =>
    arrivalOfErasure(
      { kind: erasure.kind, externalId, version: versionOfChange(change) },
      tenantId,
    ),
  )
