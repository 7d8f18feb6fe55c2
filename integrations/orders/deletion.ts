/** Whether an object as sent is a deletion: the same for every kind of the order system. */
import type { RecordDeletion } from '#workflows/contracts/records.ts'

interface WireObject {
  id: string
  version: number
  customer: { id: string }
  updated_at: string
  deleted_at: string | null
}

/**
 * Null: it is there. The object tells, not the name of an event, so that a page, a webhook and a re-fetch can never
 * disagree.
 */
export const deletionOf = (object: WireObject): RecordDeletion | null =>
  object.deleted_at === null
    ? null
    : {
        type: 'delete',
        externalId: object.id,
        version: object.version,
        externalCustomerId: object.customer.id,
        changedAt: object.updated_at,
      }
