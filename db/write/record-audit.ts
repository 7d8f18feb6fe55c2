/** What the audit log says about mirrored records: one entry per live change, one per kind for a page of a backfill. */
import type { AuditAction } from '#workflows/contracts/audit.ts'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { AuditEntry, FactChanges } from './audit.ts'
import type { Candidate } from './batch.ts'
import { PROJECTIONS } from './projections/index.ts'
import type { Facts, HeldRecord } from './record-rows.ts'

export interface AuditedRecord {
  id: RecordId
  candidate: Candidate
  before: HeldRecord | undefined
}

/** An invoice is nobody's business before it is issued: to the customer it begins and ends with that. */
const isHidden = (kind: RecordKind, facts: Facts | null): boolean =>
  kind === 'invoice' && facts?.['state'] === 'draft'

const shownOf = (kind: RecordKind, facts: Facts | null): Facts | null =>
  isHidden(kind, facts) ? null : facts

/** Null: nothing that the customer may know of has changed. */
export function auditOfRecord({ id, candidate, before }: AuditedRecord): AuditEntry | null {
  const { kind, requestId } = candidate
  // Told in one entry that names nobody, by whoever erases.
  if (candidate.isErasure) return null
  const { facts, label } = PROJECTIONS[kind]
  const after = shownOf(kind, factsOf(candidate))
  const seen = shownOf(kind, before?.isDeleted === false ? before.facts : null)
  if (!after && !seen) return null
  const named = after?.[label] ?? seen?.[label]
  const verb = !after ? 'deleted' : seen ? 'updated' : 'created'
  return {
    action: `${kind}.${verb}`,
    subjectId: id,
    subjectLabel: typeof named === 'string' ? named : '',
    changes: diff({ facts: Object.keys(facts), before: seen, after }),
    requestId,
  }
}

function factsOf({ kind, content }: Candidate): Facts | null {
  if (!content) return null
  const facts = Object.entries(PROJECTIONS[kind].facts)
  return Object.fromEntries(facts.map(([fact, column]) => [fact, content.row[column]]))
}

/** Fact by fact, drafts included: for staff, who compare, and not for the customer. Parts of a record are no facts. */
export const compareFacts = (candidate: Candidate, before: HeldRecord): FactChanges =>
  diff({
    facts: Object.keys(PROJECTIONS[candidate.kind].facts),
    before: before.facts,
    after: factsOf(candidate),
  })

const IMPORTED: Readonly<Record<RecordKind, AuditAction>> = {
  order: 'orders.imported',
  project: 'projects.imported',
  company: 'companies.imported',
  contact: 'contacts.imported',
  email: 'emails.imported',
  call: 'calls.imported',
  meeting: 'meetings.imported',
  customer: 'customers.imported',
  invoice: 'invoices.imported',
  payment: 'payments.imported',
  subscription: 'subscriptions.imported',
  payment_method: 'payment_methods.imported',
  credit_note: 'credit_notes.imported',
}

/** @param count records written by this page */
export function auditOfImport(kind: RecordKind, count: number): AuditEntry {
  return {
    action: IMPORTED[kind],
    subjectId: null,
    subjectLabel: '',
    changes: { count: { from: null, to: count } },
    requestId: null,
  }
}

interface Compared {
  facts: readonly string[]
  before: Facts | null
  after: Facts | null
}

/** Amounts are told with their currency, which is then no fact of its own. */
function diff({ facts, before, after }: Compared): FactChanges {
  const changes: FactChanges = {}
  const hasAmounts = facts.some(isAmount)
  for (const fact of facts) {
    if (fact === 'currency' && hasAmounts) continue
    const from = toldOf(fact, before)
    const to = toldOf(fact, after)
    if (JSON.stringify(from) !== JSON.stringify(to))
      changes[fact.replace(AMOUNT, '')] = { from, to }
  }
  return changes
}

const AMOUNT = /Minor$/
const isAmount = (fact: string): boolean => AMOUNT.test(fact)

function toldOf(fact: string, facts: Facts | null): unknown {
  const value = facts?.[fact] ?? null
  if (value === null || !isAmount(fact)) return value
  return { minor: value, currency: facts?.['currency'] ?? null }
}
