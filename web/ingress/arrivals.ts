/** From what a connector read out of a webhook to rows for the inbox. Nothing rightly signed is thrown away. */
import type { Arrival } from '#db/system/inbox/arrival.ts'
import type { ParseResult } from '#integrations/kit/connector.ts'
import { newId, type ConnectionId, type InboxId } from '#workflows/contracts/ids.ts'

export interface ArrivalFacts {
  connectionId: ConnectionId
  requestId: string
}

export function toArrival(result: ParseResult, facts: ArrivalFacts): Arrival {
  const base = { id: newId<InboxId>(), ...facts }
  switch (result.type) {
    case 'event':
      return { ...base, ...result.event, state: 'pending', reason: null }
    case 'unknown_type':
      return { ...base, ...result.event, state: 'ignored', reason: 'unknown_type' }
    case 'broken':
      return {
        ...base,
        eventKey: result.eventKey,
        eventType: 'broken',
        kind: null,
        externalId: null,
        externalCustomerId: null,
        version: null,
        occurredAt: null,
        body: result.body,
        state: 'quarantined',
        reason: result.reason,
      }
  }
}
