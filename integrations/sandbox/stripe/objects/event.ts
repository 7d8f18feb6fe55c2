/** An event: what happened, with the object as it was right after. */
import type { Birth } from './birth.ts'

export interface EventFields {
  type: string
  /** As the API would send it. */
  object: object
  previous?: object
  apiVersion: string
  /** How many endpoints are to be told. */
  pending: number
}

export type StripeEvent = ReturnType<typeof newEvent>

export function newEvent(fields: EventFields, { at, ids, request }: Birth) {
  return {
    id: ids('evt', 24),
    object: 'event' as const,
    api_version: fields.apiVersion,
    created: at,
    data: {
      object: fields.object,
      ...(fields.previous ? { previous_attributes: fields.previous } : {}),
    },
    livemode: false,
    pending_webhooks: fields.pending,
    request: { id: request?.id ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type: fields.type,
  }
}
