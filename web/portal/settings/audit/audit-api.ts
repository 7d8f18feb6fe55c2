/** What the audit log needs from the server, as types only: the tRPC caller satisfies it. */
import type { Module } from '#workflows/contracts/access.ts'
import type { AuditActorKind, FactChanges } from '#workflows/contracts/audit.ts'
import type { AuditQueryState } from './audit-query.ts'

export interface AuditEntryView {
  id: string
  /** ISO 8601 in UTC. */
  at: string
  actor: { kind: AuditActorKind; id: string | null; name: string }
  /** The member as whom staff looked. */
  onBehalfOf: string | null
  action: string
  module: Module
  subject: { kind: string; id: string | null; label: string }
  changes: FactChanges
  address: string | null
  userAgent: string | null
  sessionMethod: string | null
}

export interface AuditPerson {
  id: string
  name: string
  kind: AuditActorKind
}

/** `portal.audit.list` */
export interface AuditPage {
  rows: AuditEntryView[]
  /** `more`: there are more than were counted. */
  total: { count: number; more: boolean }
  next: string | null
  previous: string | null
  /** Who acted lately, and the modules this member is told of. */
  facets: { people: AuditPerson[]; modules: Module[] }
}

export interface AuditApi {
  list(input: AuditQueryState): Promise<AuditPage>
}
