/**
 * Who sees which live events. Members with the same rights form one audience, so that a change is filtered and
 * serialised once for all of them; only own-record rights make an audience of one person.
 */
import { MODULES, type Grants } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { LiveChange, LiveEvent } from '#workflows/contracts/live.ts'
import { scopeOf } from '#workflows/contracts/permissions.ts'

export interface Viewer {
  personId: PersonId
  grants: Grants
}

/** Equal for viewers that see the same events. */
export function audienceOf({ personId, grants }: Viewer): string {
  const scopes = MODULES.map((module) => scopeOf(grants, { module, action: 'view' }))
  const rights = scopes.map((scope) => scope?.charAt(0) ?? '-').join('')
  return scopes.includes('own') ? `${rights}:${personId}` : rights
}

export function maySee({ personId, grants }: Viewer, event: LiveEvent): boolean {
  const scope = scopeOf(grants, { module: event.module, action: 'view' })
  if (scope === null) return false
  return scope === 'tenant' || event.ownerPersonIds.includes(personId)
}

/** What a viewer is told of these events: the last version of each record, in the order of the changes. */
export function changesFor(viewer: Viewer, events: readonly LiveEvent[]): LiveChange[] {
  const latest = new Map<string, LiveChange>()
  for (const event of events) {
    if (!maySee(viewer, event)) continue
    const { module, kind, recordId, version, requestId } = event
    latest.delete(recordId)
    latest.set(recordId, {
      ...{ module, kind, id: recordId, version },
      ...(requestId !== null && { requestId }),
    })
  }
  return [...latest.values()]
}
