/** What of a stored object goes over the wire when nothing is expanded. */
import type { AnyObject } from '../store.ts'
import { sentInvoice } from './invoice.ts'
import { sentSubscription } from './subscription.ts'

export function sent(object: AnyObject): object {
  if (object.object === 'invoice') return sentInvoice(object)
  if (object.object === 'subscription') return sentSubscription(object)
  if (object.object !== 'customer') return object
  return { ...object, tax_ids: undefined }
}
