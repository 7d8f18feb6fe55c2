/** The customer's audit log: who did what to which object, before → after. Entries are only ever added. */
import { sql } from 'kysely'
import type { StaffActor } from '#workflows/contracts/console.ts'
import type { Module } from '#workflows/contracts/access.ts'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from '../system/system.ts'
import type { TenantTx } from '../tenant.ts'

/** JSON of one fact that changed; null stands for "there was none". */
export type FactChanges = Record<string, { from: unknown; to: unknown }>

/** What an entry can be about, besides mirrored records. */
export type AuditSubject =
  | RecordKind
  | 'link'
  | 'account'
  | 'member'
  | 'role'
  | 'invitation'
  | 'tenant'
  | 'identity_provider'
  | 'domain'

export interface AuditEntry {
  /** e.g. `order.updated`, `orders.exported` */
  action: string
  module: Module
  subjectKind: AuditSubject
  /** Null for an entry that sums up several objects. */
  subjectId: string | null
  subjectLabel: string
  changes: FactChanges
  requestId: string | null
}

/** Entries whose actor is a connected source, named as the operator named the connection. */
export async function writeSourceAudit(
  trx: TenantTx,
  connectionId: ConnectionId,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = JSON.stringify(entries.map((entry) => ({ ...entry, id: newId() })))
  await sql`
    insert into audit_entries (tenant_id, id, actor_kind, actor_id, actor_name, action, module,
      subject_kind, subject_id, subject_label, changes, request_id)
    select ${trx.tenantId}, r.id, 'source', c.id, c.name, r.action, r.module, r."subjectKind", r."subjectId",
      r."subjectLabel", r.changes, r."requestId"
    from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, action text, module text, "subjectKind" text,
      "subjectId" uuid, "subjectLabel" text, changes jsonb, "requestId" text)
    join connections c on c.id = ${connectionId}`.execute(trx)
}

/** One entry whose actor is a member, under the name the member has now. */
export const writeMemberAudit = (
  trx: TenantTx,
  member: { id: PersonId; name: string },
  entry: AuditEntry,
): Promise<void> => insertEntry(trx, { tenantId: trx.tenantId, kind: 'member', ...member }, entry)

/** One entry whose actor is a person of the operator: customers see what staff did with their account. */
export const writeStaffAudit = (
  trx: TenantTx,
  staff: StaffActor,
  entry: AuditEntry,
): Promise<void> => insertEntry(trx, { tenantId: trx.tenantId, kind: 'staff', ...staff }, entry)

/** One entry about what nobody did who is known here, e.g. a sign-in that was refused. */
export const writeSystemAudit = (trx: TenantTx, name: string, entry: AuditEntry): Promise<void> =>
  insertEntry(trx, { tenantId: trx.tenantId, kind: 'system', id: null, name }, entry)

interface Actor {
  tenantId: TenantId
  kind: 'member' | 'staff' | 'system'
  id: string | null
  name: string
}

/** Into the tenant that the transaction has entered: any other is refused by its policies. */
export async function insertEntry(
  trx: TenantTx | SystemTx,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  await trx
    .insertInto('audit_entries')
    .values({
      tenant_id: actor.tenantId,
      id: newId(),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_name: actor.name,
      action: entry.action,
      module: entry.module,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      subject_label: entry.subjectLabel,
      changes: JSON.stringify(entry.changes),
      request_id: entry.requestId,
    })
    .execute()
}
