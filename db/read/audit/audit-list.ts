/**
 * The audit log as its readers see it: a page by keyset, newest first, how much there is (up to a cap: a log never
 * stops growing), and who acted lately.
 */
import { sql } from 'kysely'
import type { Module } from '#workflows/contracts/access.ts'
import { maskChanges, type AuditActorKind, type FactChanges } from '#workflows/contracts/audit.ts'
import type { TenantTx } from '../../tenant.ts'
import { keysetPage, type KeyedRow, type Page, type PageInput } from '../list/keyset-page.ts'
import { instantKey, type Direction } from '../list/sort-key.ts'
import { visibleEntries, type AuditAccess } from './audit-access.ts'
import { auditCondition, type AuditFilter, type AuditView } from './audit-filter.ts'

export interface AuditQuery extends AuditFilter {
  view: AuditView
  direction: Direction
}

export interface AuditRow {
  id: string
  /** ISO 8601 in UTC. */
  at: string
  actor: { kind: AuditActorKind; id: string | null; name: string }
  /** The member as whom staff looked. */
  onBehalfOf: string | null
  /** One of AUDIT_ACTIONS, unless the code that wrote it is long gone. */
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

export interface AuditSummary {
  /** What the query matches, counted up to the cap. */
  total: { count: number; more: boolean }
  /** Who acted lately, by name. */
  people: AuditPerson[]
}

interface Columns {
  id: string
  at: Date
  actor_kind: AuditActorKind
  actor_id: string | null
  actor_name: string
  on_behalf_name: string | null
  action: string
  module: Module
  subject_kind: string
  subject_id: string | null
  subject_label: string
  changes: FactChanges
  address: string | null
  user_agent: string | null
  session_method: string | null
}

const COUNT_CAP = 10_000
/** The latest acts of people among which the names to filter by are looked up. */
const RECENT_ACTS = 2_000

/** @throws AppError `invalid_input` for a cursor of another list or one that was altered, or an impossible date */
export async function listAudit(
  trx: TenantTx,
  access: AuditAccess,
  input: AuditQuery & PageInput,
): Promise<Page<AuditRow> & AuditSummary> {
  const page = await listAuditRows(trx, access, input)
  return { ...page, ...(await summarize(trx, access, input)) }
}

/** The page alone: one statement. */
export async function listAuditRows(
  trx: TenantTx,
  access: AuditAccess,
  input: AuditQuery & PageInput,
): Promise<Page<AuditRow>> {
  const key = instantKey(sql`a.at`)
  const page = keysetPage({ sort: 'at', direction: input.direction, key }, sql`a.id`, input)
  const { rows } = await sql<Columns & KeyedRow>`
    select a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.on_behalf_name, a.action, a.module, a.subject_kind,
      a.subject_id, a.subject_label, a.changes, a.address, a.user_agent, a.session_method, ${key.text} as sort_key
    from audit_entries a
    where ${visibleEntries(trx, access)} and ${auditCondition(input.view, input)}${page.from}
    ${page.order}`.execute(trx)
  const found = page.pageOf(rows)
  return { ...found, rows: found.rows.map((row) => toAuditRow(row, access)) }
}

async function summarize(
  trx: TenantTx,
  access: AuditAccess,
  input: AuditQuery,
): Promise<AuditSummary> {
  const visible = visibleEntries(trx, access)
  const { rows } = await sql<{ count: number; people: AuditPerson[] }>`
    select
      (select count(*) from (
         select from audit_entries a where ${visible} and ${auditCondition(input.view, input)}
         limit ${COUNT_CAP + 1}) as counted) as count,
      (select coalesce(json_agg(person order by lower(person.name), person.id), '[]') from (
         select distinct on (recent.actor_id) recent.actor_id as id, recent.actor_name as name, recent.actor_kind as kind
         from (
           select a.actor_id, a.actor_name, a.actor_kind, a.at from audit_entries a
           where ${visible} and a.actor_kind <> 'source' and a.actor_id is not null
           order by a.at desc, a.id desc limit ${RECENT_ACTS}) as recent
         order by recent.actor_id, recent.at desc) as person) as people`.execute(trx)
  const { count = 0, people = [] } = rows[0] ?? {}
  return { total: { count: Math.min(count, COUNT_CAP), more: count > COUNT_CAP }, people }
}

function toAuditRow(row: Columns, access: AuditAccess): AuditRow {
  const { id, action, module, address } = row
  const masked = maskChanges(row.changes)
  return {
    id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    onBehalfOf: row.on_behalf_name,
    action,
    module,
    subject: { kind: row.subject_kind, id: row.subject_id, label: row.subject_label },
    changes: access.amountsOf.includes(module) ? masked : withoutAmounts(masked),
    address,
    userAgent: row.user_agent,
    sessionMethod: row.session_method,
  }
}

const withoutAmounts = (changes: FactChanges): FactChanges =>
  Object.fromEntries(
    Object.entries(changes).filter(([, { from, to }]) => !isMoney(from) && !isMoney(to)),
  )

const isMoney = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value
