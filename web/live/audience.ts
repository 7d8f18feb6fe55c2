/**
 * Who sees which live events. Members with the same rights form one audience, so that a change is filtered and
 * serialised once for all of them; only own-record rights make an audience of one person.
 */
import { MODULES, type RolePreset } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { LiveChange, LiveEvent } from '#workflows/contracts/live.ts'
import { scopeOf } from '../auth/permissions.ts'

export interface Viewer {
  personId: PersonId
  role: RolePreset
}

/** Equal for viewers that see the same events. */
export function audienceOf({ personId, role }: Viewer): string {
  const scopes = MODULES.map((module) => scopeOf(role, { module, action: 'view' }))
  const rights = scopes.map((scope) => scope?.charAt(0) ?? '-').join('')
  return scopes.includes('own') ? `${rights}:${personId}` : rights
}

export function maySee({ personId, role }: Viewer, event: LiveEvent): boolean {
  const scope = scopeOf(role, { module: event.module, action: 'view' })
  if (scope === null) return false
  return scope === 'tenant' || event.ownerPersonIds.includes(personId)
}

/** What a viewer is told of these events: the last version of each record, in the order of the changes. */
export function changesFor(viewer: Viewer, events: readonly LiveEvent[]): LiveChange[] {
  const latest = new Map<string, LiveChange>()
  for (const event of events) {
    if (!maySee(viewer, event)) continue
    const { module, kind, recordId, version } = event
    latest.delete(recordId)
    latest.set(recordId, { module, kind, id: recordId, version })
  }
  return [...latest.values()]
}
