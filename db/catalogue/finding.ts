/** What a rule of the catalogue check reports, and what rules are given. */
import type { RelationClass } from '../classification.ts'

export interface Finding {
  rule: string
  object: string
  message: string
}

/** A pg client or pool: rules also run inside a transaction that is rolled back. */
export interface CatalogueClient {
  query<Row extends object>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

export type Classification = Readonly<Record<string, RelationClass>>

export type CatalogueRule = (
  client: CatalogueClient,
  classification: Classification,
) => Promise<Finding[]>

/** Roles that processes log in with. */
export const PROCESS_ROLES = ['portside_app', 'portside_worker', 'portside_staff'] as const

/** Excludes PostgreSQL's own schemas; `n` is pg_namespace. */
export const OUR_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'`
