/** E-mails, calls and meetings of the CRM: logged with whom they were, and given to somebody else when that was wrong. */
import { createObject } from './changes.ts'
import type { CrmObject, EngagementKind } from './objects.ts'
import { type Portal, requireLiving, tellTies, touched } from './portal.ts'

interface Whom {
  companies: readonly string[]
  contacts: readonly string[]
}

export interface NewEngagement extends Whom {
  kind: EngagementKind
  properties: Record<string, string>
  id?: string
  /** Unix milliseconds; now if not said. */
  at?: number
}

export function logEngagement(portal: Portal, given: NewEngagement): CrmObject {
  const { companies, contacts, ...fields } = given
  const made = createObject(portal, fields)
  tieTo(portal, made, { companies, contacts })
  return made
}

function tieTo(portal: Portal, engagement: CrmObject, { companies, contacts }: Whom): void {
  for (const [kind, ids] of [
    ['company', companies],
    ['contact', contacts],
  ] as const) {
    for (const other of ids) {
      requireLiving(portal, kind, other)
      portal.store.tie({ engagement: engagement.id, other, kind })
      tellTies(portal, [{ engagement: engagement.id }], { other, kind, removed: false })
    }
  }
}

/** Whom it was with, from now on; whoever is not named was not there. */
export function reassign(
  portal: Portal,
  { kind, id }: { kind: EngagementKind; id: string },
  whom: Whom,
): CrmObject {
  const engagement = touched(requireLiving(portal, kind, id))
  portal.store.put(engagement)
  const kept = new Set([...whom.companies, ...whom.contacts])
  for (const { other, kind: of } of portal.store.tiesOf(id)) {
    if (kept.has(other)) continue
    portal.store.untie(id, other)
    tellTies(portal, [{ engagement: id }], { other, kind: of, removed: true })
  }
  tieTo(portal, engagement, whom)
  return engagement
}
