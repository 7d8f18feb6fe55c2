/** What sign-in and sessions need of the database, as ports; deps.ts binds them to the lookups of db/system. */
import type { AuditOrigin } from '#db/write/audit.ts'
import type { Grants, MemberRole, SessionGate, SessionMethod } from '#workflows/contracts/access.ts'
import type { PersonId, StaffId, TenantId } from '#workflows/contracts/ids.ts'

export interface TenantSummary {
  id: TenantId
  slug: string
  name: string
  /** `#rrggbb` */
  brandColor: string
  timeZone: string
  locale: string
  role: MemberRole
  grants: Grants
  isOwner: boolean
  /** What this session lacks for this tenant; null: it may in. */
  gate: SessionGate | null
}

/** A live session, or a view by staff, and the membership in the tenant that was asked for. */
export interface Authenticated {
  /** Of the id that the browser showed: a session's, or a view's. */
  hash: Buffer
  person: { id: PersonId; email: string; name: string; locale: string; timeZone: string | null }
  /** Null when no tenant was named, it is unknown, suspended, or this person is no member. */
  tenant: TenantSummary | null
  tenants: TenantSummary[]
  session: SessionFacts
  /** Set when one of staff looks through this member's eyes: everything may be read, and nothing changed. */
  viewAs: ViewFacts | null
}

export interface ViewFacts {
  staff: { id: StaffId; name: string }
  reason: string
  endsAt: Date
}

export interface SessionFacts {
  /** Names the session in lists; opens nothing. */
  handle: string
  method: SessionMethod
  /** A second factor or a passkey was used. */
  strong: boolean
  idleMinutes: number
  seenAt: Date
  /** Absolute end. */
  endsAt: Date
  /** Milliseconds since this person last proved who they are, by PostgreSQL's clock. */
  provenMsAgo: number
}

export interface Authentication {
  hash: Buffer
  slug: string | null
  /** False for what no person did just now: it never extends inactivity. */
  active: boolean
}

export interface NewSession<Id = PersonId> {
  hash: Buffer
  personId: Id
  /** Milliseconds; counted by PostgreSQL, whose clock also ends it. */
  lifetimeMs: number
  address: string | null
  userAgent: string | null
  method: SessionMethod
  strong: boolean
  /** Whose identity provider vouched, for `sso` only. */
  provider: { id: string; tenantId: TenantId } | null
}

export interface SessionStore {
  /** Null when there is no such session, it ended, or it ran out. */
  authenticate(asked: Authentication): Promise<Authenticated | null>
  /** Null when there is no such view of this tenant by staff, or it is over. */
  authenticateView(asked: { hash: Buffer; slug: string }): Promise<Authenticated | null>
  start(session: NewSession): Promise<void>
  end(hash: Buffer, reason: 'signed_out' | 'rotated'): Promise<void>
  /** As its person asked, from there; the audit log tells of it. */
  signOut(hash: Buffer, origin: AuditOrigin): Promise<void>
  findPassword(email: string): Promise<{ personId: PersonId; passwordHash: string | null } | null>
}
