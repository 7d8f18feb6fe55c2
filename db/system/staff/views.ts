/**
 * Looking through a member's eyes: how such a view begins, what it may read, and how it ends. Beginning and end are
 * told to the customer in the very transaction that makes them, so there is no view that its audit log does not know.
 */
import { sql } from 'kysely'
import type { ViewEnd } from '#workflows/contracts/console.ts'
import type { PersonId, StaffId, TenantId } from '#workflows/contracts/ids.ts'
import type { Database } from '../../client.ts'
import { withTenant, type TenantTx } from '../../tenant.ts'
import { writeStaffAudit, type FactChanges } from '../../write/audit.ts'
import {
  memberTenantOf,
  readStreamAccess,
  type MemberTenant,
  type StoredTenant,
  type StreamAccess,
  type StreamAsked,
} from '../sign-in.ts'
import type { SystemTx } from '../system.ts'

export interface NewView {
  /** SHA-256 of the view's id; the id itself is never stored. */
  idHash: Buffer
  /** SHA-256 of the id of the staff session it stands on. */
  staffSession: Buffer
  tenantId: TenantId
  personId: PersonId
  /** In the words of whoever looks; the customer reads it. */
  reason: string
  lifetimeMs: number
  requestId: string
}

export interface StartedView {
  slug: string
  expiresAt: Date
}

/**
 * Null when the staff session is over, the tenant suspended, or the person no member of it (any more).
 *
 * @param app a Database of `portside_app`
 */
export function startView(app: Database, view: NewView): Promise<StartedView | null> {
  return withTenant(app, view.tenantId, async (trx) => {
    const lifetime = sql`make_interval(secs => ${view.lifetimeMs / 1_000})`
    const { rows } = await sql<{
      staff_id: StaffId
      staff_name: string
      person_name: string
      tenant_slug: string
      expires_at: Date
    }>`
      select * from app.start_view(${view.idHash}, ${view.staffSession}, ${view.personId}, ${view.reason}, ${lifetime})`.execute(
      trx,
    )
    const [row] = rows
    if (!row) return null
    await tell(trx, {
      action: 'view_as.started',
      staff: { id: row.staff_id, name: row.staff_name },
      member: { id: view.personId, name: row.person_name },
      changes: {
        reason: { from: null, to: view.reason },
        until: { from: null, to: row.expires_at.toISOString() },
      },
      requestId: view.requestId,
    })
    return { slug: row.tenant_slug, expiresAt: row.expires_at }
  })
}

/**
 * Of any number of calls one ends it and tells the customer; the others do nothing.
 *
 * @param db of the app or the worker role
 */
export function endView(
  db: Database,
  { idHash, tenantId, requestId }: { idHash: Buffer; tenantId: TenantId; requestId: string | null },
): Promise<boolean> {
  return withTenant(db, tenantId, async (trx) => {
    const { rows } = await sql<{
      staff_id: StaffId
      staff_name: string
      person_id: PersonId
      person_name: string
      why: ViewEnd
    }>`select * from app.end_view(${idHash})`.execute(trx)
    const [row] = rows
    if (!row) return false
    await tell(trx, {
      action: 'view_as.ended',
      staff: { id: row.staff_id, name: row.staff_name },
      member: { id: row.person_id, name: row.person_name },
      changes: { why: { from: null, to: row.why } },
      requestId,
    })
    return true
  })
}

interface Told {
  action: 'view_as.started' | 'view_as.ended'
  staff: { id: StaffId; name: string }
  member: { id: PersonId; name: string }
  changes: FactChanges
  requestId: string | null
}

const tell = (trx: TenantTx, told: Told): Promise<void> =>
  writeStaffAudit(trx, told.staff, {
    action: told.action,
    subjectId: told.member.id,
    subjectLabel: told.member.name,
    changes: told.changes,
    requestId: told.requestId,
  })

export interface KnownView {
  tenantId: TenantId
  slug: string
  /** Null while it is in force. */
  why: ViewEnd | null
}

/** A view, whether it is still in force or not. */
export async function findView(app: Database, idHash: Buffer): Promise<KnownView | null> {
  const { rows } = await app.pool.query<KnownView>(
    'select tenant_id as "tenantId", slug, why from app.tenant_of_view($1)',
    [idHash],
  )
  return rows[0] ?? null
}

export interface OpenView {
  idHash: Buffer
  tenantId: TenantId
}

/** Those that whoever has this staff session has open, from this session or another. */
export async function listViewsOf(app: Database, staffSession: Buffer): Promise<OpenView[]> {
  const { rows } = await app.pool.query<OpenView>(
    'select id_hash as "idHash", tenant_id as "tenantId" from app.views_of_staff_session($1)',
    [staffSession],
  )
  return rows
}

export interface AuthenticatedView {
  handle: string
  reason: string
  startedAt: Date
  endsAt: Date
  staff: { id: StaffId; name: string }
  /** The member whose eyes these are. */
  person: { id: PersonId; email: string; name: string; locale: string; timeZone: string | null }
  tenant: MemberTenant
}

interface ViewRow {
  handle: string
  reason: string
  started_at: Date
  ends_at: Date
  staff_id: StaffId
  staff_name: string
  person_id: PersonId
  email: string
  name: string
  locale: string
  time_zone: string | null
  tenant: StoredTenant
}

/** Null when there is no such view of this tenant, or it is over. */
export async function authenticateView(
  app: Database,
  asked: { idHash: Buffer; slug: string },
): Promise<AuthenticatedView | null> {
  const { rows } = await app.pool.query<ViewRow>('select * from app.authenticate_view($1, $2)', [
    asked.idHash,
    asked.slug.replaceAll('\0', ''),
  ])
  const [row] = rows
  if (!row) return null
  return {
    handle: row.handle,
    reason: row.reason,
    startedAt: row.started_at,
    endsAt: row.ends_at,
    staff: { id: row.staff_id, name: row.staff_name },
    person: {
      id: row.person_id,
      email: row.email,
      name: row.name,
      locale: row.locale,
      timeZone: row.time_zone,
    },
    tenant: memberTenantOf(row.tenant),
  }
}

/** As `streamAccess`, for the views among these hashes. */
export const viewStreamAccess = (app: Database, asked: StreamAsked): Promise<StreamAccess[]> =>
  readStreamAccess(app, 'app.view_stream_access', asked)

/** Views that are over by what they stood on and whose end nobody has written down yet. */
export async function listViewsRunOut(trx: SystemTx, limit: number): Promise<OpenView[]> {
  const { rows } = await sql<OpenView>`
    select id_hash as "idHash", tenant_id as "tenantId" from app.views_run_out(${limit})`.execute(
    trx,
  )
  return rows
}
