/**
 * What is left of a record whose person asked the source to be forgotten: ids. The mark comes first and stays, so that
 * neither a late event nor a page read before brings anything back; then what was stored of it goes, wherever it is.
 */
import { sql } from 'kysely'
import { ENGAGEMENT_KINDS, type EngagementKind } from '#workflows/contracts/engagements.ts'
import type { ConnectionId, RecordId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SystemTx } from '../system/system.ts'
import type { TenantTx } from '../tenant.ts'
import { PROJECTIONS } from './projections/index.ts'

export interface Erasure {
  connectionId: ConnectionId
  kind: RecordKind
  externalIds: readonly string[]
}

/** With what was merged into it, under whatever id it was stored. */
export async function withMerged(
  trx: TenantTx | SystemTx,
  { connectionId, kind, externalIds }: Erasure,
): Promise<Erasure> {
  const { rows } = await sql<{ id: string }>`
    select external_id as id from record_aliases
    where connection_id = ${connectionId} and kind = ${kind}
      and winner_external_id = any(${externalIds}::text[])`.execute(trx)
  const all = new Set([...externalIds, ...rows.map(({ id }) => id)])
  return { connectionId, kind, externalIds: [...all] }
}

export async function markErased(
  trx: TenantTx | SystemTx,
  { connectionId, kind, externalIds }: Erasure,
): Promise<void> {
  await sql`
    insert into record_erasures (connection_id, kind, external_id)
    select ${connectionId}, ${kind}, erased.id from unnest(${externalIds}::text[]) as erased (id)
    on conflict do nothing`.execute(trx)
  // What a reconciliation said of them.
  await sql`
    delete from run_differences d using runs r
    where r.id = d.run_id and r.connection_id = ${connectionId} and r.kind = ${kind}
      and d.external_id = any(${externalIds}::text[])`.execute(trx)
}

/** Those of these that nobody may store anything of again. */
export async function findErased(
  trx: TenantTx | SystemTx,
  { connectionId, kind, externalIds }: Erasure,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select external_id as id from record_erasures
    where connection_id = ${connectionId} and kind = ${kind}
      and external_id = any(${externalIds}::text[])`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Bodies of all events about them. What still waits is done with; rows of the claim that is being worked on stay in
 * their state, since their outcomes are still to be written. Without an index: it is rare, and intake is not.
 */
export async function eraseBodies(
  trx: TenantTx | SystemTx,
  { connectionId, kind, externalIds }: Erasure,
  claim: string,
): Promise<void> {
  const isOpen = sql`state in ('pending', 'unmapped', 'quarantined') and claim is distinct from ${claim}`
  await sql`
    update inbox set body = '{}',
      verdict = case when ${isOpen} then 'gone' else verdict end,
      reason = case when ${isOpen} then 'It was erased on a privacy request.' else reason end,
      finished_at = case when ${isOpen} then now() else finished_at end,
      claim = case when ${isOpen} then null else claim end,
      state = case when ${isOpen} then 'ignored' else state end
    where connection_id = ${connectionId} and (
      (kind = ${kind} and external_id = any(${externalIds}::text[]))
      -- What a page said of an e-mail, call or meeting they took part in.
      or (${kind} = 'contact' and kind = any(${[...ENGAGEMENT_KINDS]}::text[])
        and exists (select from unnest(${externalIds}::text[]) as erased (id)
          where position('"' || erased.id || '"' in inbox.body) > 0))
      -- What could not be read is about nobody in particular; it is looked for by the id alone.
      or (kind is null and exists (
        select from unnest(${externalIds}::text[]) as erased (id)
        where position(erased.id in inbox.body) > 0)))`.execute(trx)
}

/** Engagements of the tenant in which one of these contacts took part, by association or by address. */
export async function findEngagementsWith(
  trx: TenantTx,
  { connectionId, externalIds }: Erasure,
  kind: EngagementKind,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with addresses as (
      select lower(email) as email from contacts
      where tenant_id = ${trx.tenantId} and connection_id = ${connectionId}
        and external_id = any(${externalIds}::text[]) and email is not null)
    select external_id as id from ${sql.table(PROJECTIONS[kind].table)} r
    where tenant_id = ${trx.tenantId} and connection_id = ${connectionId} and (
      contact_external_ids && ${externalIds}::text[]
      or exists (select from jsonb_array_elements(r.people) as person, addresses
        where person ->> 'email' = addresses.email))`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Other tenants that hold or once held one of them: their logs may tell of it. */
export async function listHolders(
  trx: TenantTx | SystemTx,
  { connectionId, kind, externalIds }: Erasure,
): Promise<{ externalId: string; tenantId: TenantId }[]> {
  const of = sql`connection_id = ${connectionId} and kind = ${kind}
    and external_id = any(${externalIds}::text[])`
  const { rows } = await sql<{ externalId: string; tenantId: TenantId }>`
    select external_id as "externalId", tenant_id as "tenantId" from record_owners where ${of}
    union
    select external_id, tenant_id from former_record_owners where ${of}`.execute(trx)
  return rows
}

/**
 * Takes out of the audit log what it tells of these subjects. Each entry that was emptied is returned with the hash of
 * what it is now, for the entry that tells of the erasure: by it the chain is verified from then on.
 */
export async function redactAudit(
  trx: TenantTx,
  { kind, subjectIds }: { kind: RecordKind; subjectIds: readonly RecordId[] },
): Promise<string[]> {
  const { rows } = await sql<{ redacted: string }>`
    update audit_entries e set subject_label = '', changes = '{}'
    where e.tenant_id = ${trx.tenantId} and e.subject_kind = ${kind}
      and e.subject_id = any(${subjectIds}::uuid[])
      and (e.subject_label <> '' or e.changes <> '{}') and e.action <> ${`${kind}.erased`}
    returning e.id || ' ' || encode(sha256(convert_to(app.audit_text(e), 'UTF8')), 'hex') as redacted`.execute(
    trx,
  )
  return rows.map(({ redacted }) => redacted).toSorted()
}
