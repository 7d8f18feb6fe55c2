/**
 * What one kind of record needs to become rows: a table, its columns and how a record fills them. Data only, so that
 * locking, the version gate, ownership, audit and live events are written once for all kinds.
 */
import type { RecordKind, RecordTypes } from '#workflows/contracts/records.ts'

/** Column → PostgreSQL type, as `jsonb_to_recordset` reads it. */
export type Columns = Readonly<Record<string, string>>
/** Column → value that JSON can carry. */
export type Row = Readonly<Record<string, unknown>>

/** A table whose rows belong to one record, have no version of their own, and are replaced with it. */
export interface PartTable {
  table: string
  columns: Columns
  /**
   * Came after records were mirrored, and stands last: where a record has none it is not part of the content, or every
   * record held would look changed without a new version and be fetched again.
   */
  isLater?: true
}

export interface Projection<K extends RecordKind = RecordKind> {
  kind: K
  /** Has the columns of MIRROR_COLUMNS and those below. */
  table: string
  columns: Columns
  rowOf(record: RecordTypes[K]): Row
  /** What a tombstone holds in columns that may not be null. */
  tombstone: Row
  /** What the audit log tells, in the order in which it is shown: fact → column. */
  facts: Readonly<Record<string, string>>
  /** The fact a person knows the record by. */
  label: string
  /** Column with the e-mail address of the person whose own record this is; fills `owner_person_id`. */
  ownerEmail?: string
  /** Its source may be asked to forget it. */
  isErasable?: true
  /** Their rows refer to the record by this column. */
  parentColumn?: string
  parts?: readonly PartTable[]
  /** Rows per part table, in the order of `parts`. */
  partsOf?(record: RecordTypes[K]): readonly (readonly Row[])[]
}
