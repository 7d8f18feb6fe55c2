/**
 * SQL of the mirrored tables, built from their projections: rows are locked in the order of their external ids, so two
 * batches can never wait for each other, and the version gate is repeated in the upsert for rows that appear in
 * between. The raw fragments hold names out of projections only, never a value.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId, PersonId, RecordId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'
import type { Candidate, Held } from './batch.ts'
import { PROJECTIONS } from './projections/index.ts'
import type { Columns, Projection } from './projections/projection.ts'

/** What the audit log tells of a record: fact → value. */
export type Facts = Readonly<Record<string, unknown>>

export interface HeldRecord extends Held {
  id: RecordId
  externalId: string
  isDeleted: boolean
  facts: Facts
}

export interface WrittenRecord {
  id: RecordId
  externalId: string
  version: number
  ownerPersonId: PersonId | null
}

type AnyProjection = Omit<Projection, 'rowOf' | 'partsOf'>

const MIRROR: Columns = {
  id: 'uuid',
  external_id: 'text',
  version: 'bigint',
  content_hash: 'bytea',
  changed_at: 'timestamptz',
  deleted_at: 'timestamptz',
}

interface Wanted {
  connectionId: ConnectionId
  externalIds: readonly string[]
}

/** As they are by their external ids, and locked. */
export const lockRecords = (trx: TenantTx, projection: AnyProjection, wanted: Wanted) =>
  findHeld(trx, projection, { ...wanted, lock: sql`for update` })

/** As they are by their external ids, for comparing only. */
export const readRecords = (trx: TenantTx, projection: AnyProjection, wanted: Wanted) =>
  findHeld(trx, projection, { ...wanted, lock: sql`` })

async function findHeld(
  trx: TenantTx,
  projection: AnyProjection,
  wanted: Wanted & { lock: RawBuilder<unknown> },
): Promise<Map<string, HeldRecord>> {
  // One look into the unique index for each: whatever the planner believes about the table, a batch never costs all
  // rows of its tenant.
  const { rows } = await sql<HeldRecord>`
    select held.*
    from (select w.id from unnest(${wanted.externalIds}::text[]) as w (id) order by w.id) as wanted
    cross join lateral (
      select id, external_id as "externalId", version, encode(content_hash, 'hex') as hash,
        deleted_at is not null as "isDeleted", ${factsOf(projection)} as facts
      from ${sql.table(projection.table)}
      where tenant_id = ${trx.tenantId} and connection_id = ${wanted.connectionId}
        and external_id = wanted.id
      limit 1 ${wanted.lock}) as held`.execute(trx)
  return new Map(rows.map((row) => [row.externalId, row]))
}

/** As JSON; instants in the form the records have them in, so that they can be compared. */
function factsOf({ facts, columns }: AnyProjection): RawBuilder<Facts> {
  const pairs = Object.entries(facts).map(([fact, column]) => {
    const instant = `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    return `'${fact}', ${columns[column] === 'timestamptz' ? instant : column}`
  })
  return sql.raw(`jsonb_build_object(${pairs.join(', ')})`)
}

interface WantedRecords {
  connectionId: ConnectionId
  kind: RecordKind
  externalIds: readonly string[]
}

/** Those of these that this tenant holds and that are no tombstones, each with its version. */
export const findLiving = (trx: TenantTx, wanted: WantedRecords) =>
  readVersions(trx, wanted, sql`and deleted_at is null`)

/** Those of these that this tenant holds, be it as tombstones, each with its version. */
export const findVersions = (trx: TenantTx, wanted: WantedRecords) =>
  readVersions(trx, wanted, sql``)

async function readVersions(
  trx: TenantTx,
  { connectionId, kind, externalIds }: WantedRecords,
  condition: RawBuilder<unknown>,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ externalId: string; version: number }>`
    select external_id as "externalId", version from ${sql.table(PROJECTIONS[kind].table)}
    where tenant_id = ${trx.tenantId} and connection_id = ${connectionId}
      and external_id = any(${externalIds}::text[]) ${condition}`.execute(trx)
  return new Map(rows.map(({ externalId, version }) => [externalId, version]))
}

export interface UpsertRecords {
  connectionId: ConnectionId
  candidates: readonly { id: RecordId; candidate: Candidate }[]
}

/** @returns the rows that passed the gate; one that is missing met a newer row written meanwhile */
export async function upsertRecords(
  trx: TenantTx,
  projection: AnyProjection,
  { connectionId, candidates }: UpsertRecords,
): Promise<WrittenRecord[]> {
  const rows = candidates.map(({ id, candidate }) => rowOf(projection, id, candidate))
  const refetched = candidates.flatMap(({ candidate }) =>
    candidate.isRefetched ? [candidate.externalId] : [],
  )
  const columns = { ...MIRROR, ...projection.columns }
  const names = Object.keys(columns)
  const owned = projection.ownerEmail !== undefined
  const updated = [...names.slice(2), ...(owned ? ['owner_person_id'] : [])]
  const owner = owned
    ? sql.raw(`left join people p on p.email = lower(r.${projection.ownerEmail})`)
    : sql``
  const member = owned
    ? sql`left join memberships m on m.tenant_id = ${trx.tenantId} and m.person_id = p.id`
    : sql``
  const { rows: written } = await sql<WrittenRecord>`
    insert into ${sql.table(projection.table)} as held
      (tenant_id, connection_id, ${sql.raw(names.join(', '))} ${sql.raw(owned ? ', owner_person_id' : '')})
    select ${trx.tenantId}, ${connectionId}, ${sql.raw(names.map((name) => `r.${name}`).join(', '))}
      ${sql.raw(owned ? ', m.person_id' : '')}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (${definitionOf(columns)})
    ${owner} ${member}
    order by r.external_id
    on conflict (tenant_id, connection_id, external_id) do update set synced_at = now(),
      ${sql.raw(updated.map((name) => `${name} = excluded.${name}`).join(', '))}
    where held.version < excluded.version
      or (held.version = excluded.version and held.content_hash <> excluded.content_hash
        and held.external_id = any(${refetched}::text[]))
    returning id, external_id as "externalId", version,
      ${sql.raw(owned ? 'owner_person_id' : 'null::uuid')} as "ownerPersonId"`.execute(trx)
  return written
}

export const definitionOf = (columns: Columns): RawBuilder<unknown> =>
  sql.raw(
    Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
  )

/** A deletion leaves a row without content: its version keeps older changes from bringing the record back. */
function rowOf(projection: AnyProjection, id: RecordId, candidate: Candidate) {
  return {
    id,
    external_id: candidate.externalId,
    version: candidate.version,
    content_hash: `\\x${candidate.hash}`,
    changed_at: candidate.changedAt,
    deleted_at: candidate.content ? null : candidate.changedAt,
    ...(candidate.content?.row ?? projection.tombstone),
  }
}
