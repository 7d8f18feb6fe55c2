/**
 * The one place where things change: every change stores the object and the events that tell of it. Callers
 * run it inside the store's transaction, so a killed process neither forgets to tell nor tells lies.
 */
import { STRIPE_API_VERSION } from '../../../stripe/version.ts'
import { missing } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import { newEvent } from '../objects/event.ts'
import { sent } from '../objects/sent.ts'
import type { AnyObject, ObjectName, Objects, StripeStore } from '../store.ts'
import type { StripeDeliveries } from '../webhook/deliveries.ts'

export interface Ledger {
  store: StripeStore
  /** @param param the request parameter that named it, if one did */
  require<N extends ObjectName>(name: N, id: string, param?: string): Objects[N]
  /** Stores the object, then one event per type with it as it is now. */
  record(object: AnyObject, types: readonly string[], change: Change): void
  /** An event about an object that is no longer stored. */
  tell(object: AnyObject, type: string, change: Change): void
}

export interface Change {
  birth: Birth
  /** What the fields that changed were before. */
  previous?: object
}

export function createLedger(store: StripeStore, deliveries: StripeDeliveries): Ledger {
  const tell: Ledger['tell'] = (object, type, { birth, previous }) => {
    const endpoint = birth.told ? deliveries.endpoint() : null
    const fields = {
      type,
      object: sent(object),
      apiVersion: endpoint?.apiVersion ?? STRIPE_API_VERSION,
      pending: endpoint ? 1 : 0,
      ...(previous && type.endsWith('.updated') ? { previous } : {}),
    }
    const event = newEvent(fields, birth)
    store.put(event)
    if (birth.told) deliveries.enqueue(event, object.id)
  }
  return {
    store,
    tell,
    require(name, id, param) {
      const found = store.find(name, id)
      if (!found) throw missing(name, id, param)
      return found
    },
    record(object, types, change) {
      store.put(object)
      for (const type of types) tell(object, type, change)
    },
  }
}

/** The fields of `before` that are other now: `previous_attributes` of an event. */
export function differences(before: object, after: object): object {
  const now = new Map(Object.entries(after))
  return Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(now.get(name)),
    ),
  )
}
