/**
 * The customer's audit log: who did what to which object, before → after. Entries are only ever added, in the
 * transaction of the change. Rows first, then audit, then live events: every writer locks in this one order.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Module } from '#workflows/contracts/access.ts'
import {
  AUDIT_ACTIONS,
  maskChanges,
  type AuditAction,
  type AuditActorKind,
  type AuditSubject,
  type FactChanges,
} from '#workflows/contracts/audit.ts'
import type { StaffActor } from '#workflows/contracts/console.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { SystemTx } from '../system/system.ts'
import { TenantTx } from '../tenant.ts'
import { hasLiveEvents } from './live-events.ts'

export type { AuditSubject, FactChanges } from '#workflows/contracts/audit.ts'

export interface AuditEntry {
  /** Says the module and the kind of subject as well. */
  action: AuditAction
  /** Where it is not the action's own: what was denied belongs to the module that was tried. */
  module?: Module
  subjectKind?: AuditSubject
  /** Null for an entry that sums up several objects. */
  subjectId: string | null
  /** What a person knows the subject by; empty when there is nothing to name. */
  subjectLabel: string
  /** Secrets are masked here, whoever passes them. */
  changes: FactChanges
  requestId: string | null
}

/** From where somebody acted. */
export interface AuditOrigin {
  /** The trusted address of the request. */
  address: string | null
  userAgent: string | null
  /** How the session began, e.g. `password`. */
  sessionMethod?: string | null
}

export interface AuditActor {
  kind: AuditActorKind
  id: string | null
  name: string
  origin?: AuditOrigin | undefined
  /** Staff who look at the portal as this member. */
  onBehalfOf?: { id: PersonId; name: string } | undefined
}

/** Entries whose actor is a connected source, named as the operator named the connection. */
export async function writeSourceAudit(
  trx: TenantTx,
  connectionId: ConnectionId,
  entries: readonly AuditEntry[],
): Promise<void> {
  const name = sql<string>`coalesce((select name from connections where id = ${connectionId}), '')`
  const actor = { kind: 'source', id: connectionId, name } as const
  await insertEntries(trx, { tenantId: trx.tenantId, actor }, entries)
}

/** One entry whose actor is a member, under the name the member has now. */
export const writeMemberAudit = (
  trx: TenantTx,
  { id, name, origin }: { id: PersonId; name: string; origin?: AuditOrigin },
  entry: AuditEntry,
): Promise<void> => writeAudit(trx, { kind: 'member', id, name, origin }, [entry])

/** One entry whose actor is a person of the operator: customers see what staff did with their account. */
export const writeStaffAudit = (
  trx: TenantTx,
  staff: StaffActor,
  entry: AuditEntry,
): Promise<void> => writeAudit(trx, { kind: 'staff', ...staff }, [entry])

/** One entry about what nobody did who is known here, e.g. a sign-in that was refused. */
export const writeSystemAudit = (
  trx: TenantTx,
  { name, origin }: { name: string; origin?: AuditOrigin },
  entry: AuditEntry,
): Promise<void> => writeAudit(trx, { kind: 'system', id: null, name, origin }, [entry])

/**
 * Everybody's entries, in one statement: the chain of the tenant stays locked from here to the commit.
 *
 * @throws AppError `config` when live events were written before the first entry: two transactions that lock the
 *   counter and the chain in different orders would wait for each other for ever
 */
export const writeAudit = (
  trx: TenantTx,
  actor: AuditActor,
  entries: readonly AuditEntry[],
): Promise<void> => insertEntries(trx, { tenantId: trx.tenantId, actor }, entries)

type Actor = Omit<AuditActor, 'name'> & { name: string | RawBuilder<string> }

/** Into the tenant that the transaction has entered: any other is refused by its policies. */
export async function insertEntries(
  trx: TenantTx | SystemTx,
  { tenantId, actor }: { tenantId: TenantId; actor: Actor },
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  if (TenantTx.is(trx)) holdChain(trx)
  const { origin, onBehalfOf } = actor
  await sql`
    insert into audit_entries (tenant_id, id, actor_kind, actor_id, actor_name, action, module,
      subject_kind, subject_id, subject_label, changes, request_id, address, user_agent, session_method,
      on_behalf_id, on_behalf_name)
    select ${tenantId}, r.id, ${actor.kind}, ${actor.id}::uuid, ${actor.name}, r.action, r.module,
      r."subjectKind", r."subjectId", r."subjectLabel", r.changes, r."requestId", ${plainAddress(origin?.address)},
      ${shortened(origin?.userAgent)}, ${origin?.sessionMethod ?? null}, ${onBehalfOf?.id ?? null}::uuid,
      ${onBehalfOf?.name ?? null}
    from jsonb_to_recordset(${toJson(entries.map(toRow))}::jsonb) as r (id uuid, action text, module text,
      "subjectKind" text, "subjectId" uuid, "subjectLabel" text, changes jsonb, "requestId" text)`.execute(
    trx,
  )
}

function toRow(entry: AuditEntry) {
  const { module, subject } = AUDIT_ACTIONS[entry.action]
  return {
    ...entry,
    id: newId(),
    module: entry.module ?? module,
    subjectKind: entry.subjectKind ?? subject,
    changes: maskChanges(entry.changes),
  }
}

function holdChain(trx: TenantTx): void {
  if (hasLiveEvents(trx) && !audited.has(trx)) {
    throw new AppError('config', 'The audit log is written before live events.')
  }
  audited.add(trx)
}

/** Transactions that hold the chain of their tenant. */
const audited = new WeakSet<TenantTx>()

/** An IPv4 address is written as one, also where the socket speaks IPv6. */
const plainAddress = (address: string | null | undefined): string | null =>
  address?.replace(/^::ffff:(?=\d+\.)/, '') ?? null

const MAX_USER_AGENT = 400

const shortened = (text: string | null | undefined): string | null =>
  text?.replaceAll('\0', '').slice(0, MAX_USER_AGENT) ?? null

/** PostgreSQL's jsonb holds no NUL. */
const toJson = (rows: unknown): string =>
  JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  )
