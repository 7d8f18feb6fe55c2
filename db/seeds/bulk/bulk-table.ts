/**
 * How one table is filled by the server itself. Values are SQL over `given` (the tenant, its connections and member),
 * `g` (the number of the record), `drawn` (its luck: `began`, `r`) and, for parts of a record, `part`. Everything
 * follows from the number, so filling twice adds nothing.
 */
import { KINDS_OF_SOURCE, MODULE_OF_KIND, type RecordKind } from '#workflows/contracts/records.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'

export interface BulkTable {
  table: string
  kind: RecordKind
  /** Rows for each record; with it, `part` counts from 1. */
  parts?: number
  /** SQL of a condition: only these records have it. */
  where?: string
  /** Column → SQL. */
  values: Readonly<Record<string, string>>
}

const SOURCE_OF_KIND = new Map<RecordKind, Source>(
  SOURCES.flatMap((source) => KINDS_OF_SOURCE[source].map((kind) => [kind, source] as const)),
)
const connectionOf = (kind: RecordKind): string => `given.${SOURCE_OF_KIND.get(kind) ?? 'orders'}`

/** Id at the source; unlike that of every other tenant. */
export const externalId = (kind: RecordKind, number = 'g'): string =>
  `given.customer || '-${kind}-' || ${number}`

/** Our id: a UUIDv7 that follows from the external id, so that parts find their record without a join. */
export const recordId = (kind: RecordKind): string =>
  `(lpad(to_hex(1700000000000 + g), 12, '0') || '7' || left(md5(${externalId(kind)}), 3) || '8' ||
    right(md5(${externalId(kind)}), 15))::uuid`

/** One of these words, drawn. @param luck SQL of a number */
export const oneOf = (words: readonly string[], luck = 'drawn.r'): string =>
  `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${luck} % ${words.length}]`

/** What every mirrored record has. */
export const mirrorOf = (kind: RecordKind): Record<string, string> => ({
  tenant_id: 'given.tenant_id',
  id: recordId(kind),
  connection_id: connectionOf(kind),
  external_id: externalId(kind),
  version: '1',
  content_hash: `''::bytea`,
  changed_at: `least(given.now, drawn.began + drawn.r % 40 * interval '1 day')`,
})

/** Who owns a record across tenants, as the drain would have written it. */
export const ownersOf = (kind: RecordKind): BulkTable => ({
  table: 'record_owners',
  kind,
  values: {
    connection_id: connectionOf(kind),
    kind: `'${kind}'`,
    external_id: externalId(kind),
    tenant_id: 'given.tenant_id',
  },
})

/** Events of the past month that were applied, and what open pages were told of them. */
export const historyOf = (kind: RecordKind): BulkTable[] => [
  {
    table: 'inbox',
    kind,
    values: {
      id: `(lpad(to_hex((extract(epoch from given.now) * 1000)::bigint - g % 1000 * 2500000), 12, '0') || '7' ||
        left(md5('inbox' || ${externalId(kind)}), 3) || '8' || right(md5('inbox' || ${externalId(kind)}), 15))::uuid`,
      connection_id: connectionOf(kind),
      event_key: `'seeded ' || ${externalId(kind)}`,
      event_type: `'${kind}.updated'`,
      kind: `'${kind}'`,
      external_id: externalId(kind),
      external_customer_id: 'given.customer',
      tenant_id: 'given.tenant_id',
      version: '1',
      received_at: `given.now - g % 1000 * interval '2500 s'`,
      due_at: `given.now - g % 1000 * interval '2500 s'`,
      finished_at: `given.now - g % 1000 * interval '2500 s'`,
      body: `'{"seeded":true}'`,
      state: `'done'`,
      verdict: `'applied'`,
    },
  },
  {
    table: 'live_events',
    kind,
    values: {
      tenant_id: 'given.tenant_id',
      position: 'g',
      module: `'${MODULE_OF_KIND[kind]}'`,
      kind: `'${kind}'`,
      record_id: recordId(kind),
      version: '1',
      at: `given.now - interval '1 day' * (g % 1000) / 1000`,
    },
  },
]

/** One INSERT of these rows, as a part of a longer statement. */
export function insertOf({ table, kind, parts, where = 'true', values }: BulkTable): string {
  const more = parts === undefined ? '' : `, generate_series(1, ${parts}) as part`
  return `insert into ${table} (${Object.keys(values).join(', ')})
    select ${Object.values(values).join(', ')}
    from given, generate_series(given.${kind}_from, given.${kind}_to) as g${more}, lateral (
      select given.now - (hashint8(g) & 2147483647) % 17520 * interval '1 hour' as began,
        hashint8(g + 1) & 2147483647 as r) as drawn
    where ${where}
    on conflict do nothing`
}
