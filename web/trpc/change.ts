/** What a mutation gives back: its answer, and what the audit log is to tell of it. There is no third way. */
import type { AuditEntry } from '#db/write/audit.ts'

export type NewAuditEntry = Omit<AuditEntry, 'requestId'>

export interface Change<T> {
  result: T
  audit: readonly [NewAuditEntry, ...NewAuditEntry[]] | typeof UNCHANGED
}

/** For a wish that was true already: nothing was written, so there is nothing to tell. */
export const UNCHANGED: readonly [] = []
