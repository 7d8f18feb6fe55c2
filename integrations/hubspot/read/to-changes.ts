/** Checks objects one by one and maps them, contacts together with their companies. Never throws for a bad item. */
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { InvalidItem } from '../../kit/connector.ts'
import { engagementChanges } from '../engagements/changes.ts'
import { type HubspotKind, isEngagement } from '../kinds.ts'
import { toCompany, toContact } from '../map.ts'
import { faultsOf, wireCompany, wireContact, type WireContact } from '../schema.ts'
import type { HubspotApi } from './api.ts'
import { invalidItem } from './invalid-item.ts'
import { companiesOf } from './companies-of.ts'

export interface Sorted {
  changes: RecordChange[]
  invalid: InvalidItem[]
}

export interface MappingDeps {
  api: HubspotApi
  /** Version of the event that made us ask, or 0. */
  atLeast: number
  signal: AbortSignal | undefined
}

export async function toChanges(
  kind: HubspotKind,
  items: readonly unknown[],
  deps: MappingDeps,
): Promise<Sorted> {
  if (isEngagement(kind)) return engagementChanges(kind, items, deps)
  return kind === 'company' ? companyChanges(items, deps) : contactChanges(items, deps)
}

function companyChanges(items: readonly unknown[], { atLeast }: MappingDeps): Sorted {
  const sorted: Sorted = { changes: [], invalid: [] }
  for (const item of items) {
    const wire = wireCompany.safeParse(item)
    if (wire.success) {
      const record = toCompany(wire.data, atLeast)
      sorted.changes.push({ kind: 'company', type: 'upsert', record })
    } else sorted.invalid.push(invalidItem(item, faultsOf(wire.error)))
  }
  return sorted
}

async function contactChanges(items: readonly unknown[], deps: MappingDeps): Promise<Sorted> {
  const contacts: WireContact[] = []
  const invalid: InvalidItem[] = []
  for (const item of items) {
    const wire = wireContact.safeParse(item)
    if (wire.success) contacts.push(wire.data)
    else invalid.push(invalidItem(item, faultsOf(wire.error)))
  }
  const ids = contacts.map((contact) => contact.id)
  const companies = await companiesOf(deps.api, ids, deps.signal)
  const changes = contacts.map((contact): RecordChange => {
    const company = companies.get(contact.id) ?? null
    const record = toContact(contact, { company, atLeast: deps.atLeast })
    return { kind: 'contact', type: 'upsert', record }
  })
  return { changes, invalid }
}
