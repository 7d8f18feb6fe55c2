/** Sign-in and sessions: each function goes through lookups, since people and sessions belong to no tenant. */
import { sql } from 'kysely'
import type { Grants, MemberRole, SessionGate, SessionMethod } from '#workflows/contracts/access.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../client.ts'
import type { AuditOrigin } from '../write/audit.ts'
import { findSessionToTell, tellOfSession } from './account/session-audit.ts'
import { accessOf, type StoredRole } from './stored-role.ts'
import { withSystem } from './system.ts'

export interface SignInAccount {
  personId: PersonId
  /** Null: no password was ever set. */
  passwordHash: string | null
}

/** Null for an unknown or disabled account: the caller must do the same work for both answers. */
export async function findSignIn(db: Database, email: string): Promise<SignInAccount | null> {
  const { rows } = await db.pool.query<SignInAccount>(
    'select person_id as "personId", password_hash as "passwordHash" from app.find_sign_in($1)',
    [email.replaceAll('\0', '')],
  )
  return rows[0] ?? null
}

export interface NewSession {
  /** SHA-256 of the session id; the id itself is never stored. */
  idHash: Buffer
  personId: PersonId
  /** Milliseconds until its absolute end, whatever is done with it; a tenant's own limit may end it sooner. */
  lifetimeMs: number
  address: string | null
  userAgent: string | null
  method: SessionMethod
  /** A second factor or a passkey was used. */
  strong: boolean
  /** Whose identity provider vouched, for `sso` only. */
  provider: { id: string; tenantId: TenantId } | null
}

/** In one transaction with what it tells the tenants that the session may enter. */
export const startSession = (db: Database, session: NewSession): Promise<void> =>
  withSystem(db, async (trx) => {
    const { idHash, personId, lifetimeMs, address, method, strong, provider } = session
    const userAgent = session.userAgent?.replaceAll('\0', '') ?? null
    await sql`
      select app.start_session(${idHash}, ${personId}, now() + make_interval(secs => ${lifetimeMs / 1_000}),
        ${address}, ${userAgent}, ${method}, ${strong}, ${provider?.id ?? null}, ${provider?.tenantId ?? null})`.execute(
      trx,
    )
    const facts = await findSessionToTell(trx, idHash)
    const told = { action: 'session.started', origin: { address, userAgent } } as const
    if (facts) await tellOfSession(trx, facts, told)
  })

/** Ends a session as its person asked, and tells the tenants it could enter. */
export const signOut = (db: Database, idHash: Buffer, origin: AuditOrigin): Promise<void> =>
  withSystem(db, async (trx) => {
    const facts = await findSessionToTell(trx, idHash)
    const { rows } = await sql<{ ended: boolean }>`
      select app.end_session(${idHash}, 'signed_out') as ended`.execute(trx)
    if (facts && rows[0]?.ended)
      await tellOfSession(trx, facts, { action: 'session.ended', origin })
  })

/**
 * For one that is replaced or taken away: whoever does that tells of it.
 *
 * @returns false when it had ended before, or never was
 */
export async function endSession(db: Database, idHash: Buffer, reason: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ ended: boolean }>(
    'select app.end_session($1, $2) as ended',
    [idHash, reason],
  )
  return rows[0]?.ended ?? false
}

/** A tenant as its member sees it. */
export interface MemberTenant {
  id: TenantId
  slug: string
  name: string
  /** `#rrggbb` */
  brandColor: string
  timeZone: string
  locale: string
  role: MemberRole
  /** What the role comes to, own records only where the membership says so. */
  grants: Grants
  isOwner: boolean
  /** What this session lacks for this tenant; null: it may in. */
  gate: SessionGate | null
}

export interface Authenticated {
  person: { id: PersonId; email: string; name: string; locale: string; timeZone: string | null }
  /** Null when no tenant was named, it is unknown or suspended, or this person is no member. */
  tenant: MemberTenant | null
  /** Every tenant of the person, by name. */
  tenants: MemberTenant[]
  session: SessionFacts
}

export interface SessionFacts {
  /** Names the session in lists; opens nothing. */
  handle: string
  method: SessionMethod
  strong: boolean
  /** Minutes without activity after which the session ends. */
  idleMinutes: number
  seenAt: Date
  /** Absolute end. */
  endsAt: Date
  /** Milliseconds since this person last proved who they are, by PostgreSQL's clock. */
  provenMsAgo: number
}

/** A tenant as the lookups give it. */
export type StoredTenant = Omit<MemberTenant, 'role' | 'grants'> & StoredRole

export function memberTenantOf(stored: StoredTenant): MemberTenant {
  const { preset, roleId, roleName, roleGrants, ownOnly, ...tenant } = stored
  return { ...tenant, ...accessOf({ preset, roleId, roleName, roleGrants, ownOnly }) }
}

interface AuthenticatedRow {
  person_id: PersonId
  email: string
  name: string
  locale: string
  time_zone: string | null
  tenant_id: TenantId | null
  idle_minutes: number
  seen_at: Date
  ends_at: Date
  handle: string
  method: SessionMethod
  strong: boolean
  proven_ms_ago: number
  tenants: StoredTenant[]
}

/**
 * Null when there is no such session, it ended, or it ran out. `active: false` never extends inactivity:
 * use it for streams and polling.
 */
export async function authenticate(
  db: Database,
  asked: { idHash: Buffer; slug: string | null; active: boolean },
): Promise<Authenticated | null> {
  const { rows } = await db.pool.query<AuthenticatedRow>(
    `select *, extract(epoch from now() - reauthenticated_at)::float8 * 1000 as proven_ms_ago
     from app.authenticate($1, $2, $3)`,
    [asked.idHash, asked.slug?.replaceAll('\0', '') ?? null, asked.active],
  )
  const [row] = rows
  if (!row) return null
  const tenants = row.tenants.map(memberTenantOf)
  return {
    person: {
      id: row.person_id,
      email: row.email,
      name: row.name,
      locale: row.locale,
      timeZone: row.time_zone,
    },
    tenant: tenants.find((tenant) => tenant.id === row.tenant_id) ?? null,
    tenants,
    session: {
      handle: row.handle,
      method: row.method,
      strong: row.strong,
      idleMinutes: row.idle_minutes,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
      provenMsAgo: row.proven_ms_ago,
    },
  }
}

export interface StreamAccess {
  idHash: Buffer
  tenantId: TenantId
  personId: PersonId
  grants: Grants
}

export type StreamAsked = readonly { idHash: Buffer; tenantId: TenantId }[]

/** Which of these (session, tenant) pairs may still be read, and with which rights; what is missing must be closed. */
export const streamAccess = (db: Database, asked: StreamAsked): Promise<StreamAccess[]> =>
  readStreamAccess(db, 'app.stream_access', asked)

/** @param lookup which sessions are meant: those of members, or views of staff */
export async function readStreamAccess(
  db: Database,
  lookup: 'app.stream_access' | 'app.view_stream_access',
  asked: StreamAsked,
): Promise<StreamAccess[]> {
  const { rows } = await db.pool.query<Omit<StreamAccess, 'grants'> & StoredRole>(
    `select id_hash as "idHash", tenant_id as "tenantId", person_id as "personId", preset, role_id as "roleId",
       role_name as "roleName", role_grants as "roleGrants", own_only as "ownOnly"
     from ${lookup}($1::bytea[], $2::uuid[])`,
    [asked.map((pair) => pair.idHash), asked.map((pair) => pair.tenantId)],
  )
  return rows.map(({ idHash, tenantId, personId, ...role }) => ({
    ...{ idHash, tenantId, personId },
    grants: accessOf(role).grants,
  }))
}

/** Name and colour for the door of a tenant, before anybody has signed in. */
export async function findBrand(
  db: Database,
  slug: string,
): Promise<{ name: string; brandColor: string } | null> {
  const { rows } = await db.pool.query<{ name: string; brandColor: string }>(
    'select name, brand_color as "brandColor" from app.find_brand($1)',
    [slug.replaceAll('\0', '')],
  )
  return rows[0] ?? null
}
