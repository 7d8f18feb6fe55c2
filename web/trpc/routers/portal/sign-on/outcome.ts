/** What the procedures of single sign-on share: how they refuse, and what the audit log calls things. */
import type { FactChanges } from '#db/write/audit.ts'
import type { SignOnOutcome, SignOnProblem } from '#web/portal/settings/sign-on/api.ts'
import { type Change, type NewAuditEntry, UNCHANGED } from '#web/trpc/change.ts'

export const refused = (why: SignOnProblem): SignOnOutcome => ({ type: 'refused', why })

export const refusedChange = (why: SignOnProblem): Change<SignOnOutcome> => ({
  result: refused(why),
  audit: UNCHANGED,
})

/** What was wished for was so already. */
export const unchanged: Change<SignOnOutcome> = { result: { type: 'unchanged' }, audit: UNCHANGED }

export const done = (entry: NewAuditEntry): Change<SignOnOutcome> => ({
  result: { type: 'done' },
  audit: [entry],
})

type Told = Pick<NewAuditEntry, 'action' | 'subjectId' | 'subjectLabel'> & { changes?: FactChanges }

export const entryOf = ({ changes = {}, ...entry }: Told): NewAuditEntry => ({ ...entry, changes })
