/** How the audit log tells of a team: who, and in words what was before and what is after. */
import type { AuditAction, FactChanges } from '#workflows/contracts/audit.ts'
import { MODULES, type Grants, type MemberRole } from '#workflows/contracts/access.ts'
import { modulesOfGrants } from '#workflows/contracts/role-modules.ts'
import type { NewAuditEntry } from '#web/trpc/change.ts'
import en from '../../../../languages/en/index.ts'

export const roleWord = (role: MemberRole): string =>
  role.type === 'custom' ? role.name : en.shell.role[role.preset]

export const memberEntry = (
  action: AuditAction,
  { personId, name }: { personId: string; name: string },
  changes: FactChanges,
): NewAuditEntry => ({
  action,
  subjectId: personId,
  subjectLabel: name,
  changes,
})

export const invitationEntry = (
  action: AuditAction,
  { id, email }: { id: string; email: string },
  changes: FactChanges,
): NewAuditEntry => ({
  action,
  subjectId: id,
  subjectLabel: email,
  changes,
})

export const roleEntry = (
  action: AuditAction,
  { id, name }: { id: string; name: string },
  changes: FactChanges,
): NewAuditEntry => ({
  action,
  subjectId: id,
  subjectLabel: name,
  changes,
})

const { action: actionWord, scope: scopeWord } = en.team.words

/** One fact per module that differs, e.g. `orders: see, amounts (own records) → none`. */
export function grantChanges(before: Grants | null, after: Grants | null): FactChanges {
  const [from, to] = [wordsOf(before), wordsOf(after)]
  const changes: FactChanges = {}
  for (const module of MODULES) {
    const [was, is] = [from.get(module) ?? null, to.get(module) ?? null]
    if (was !== is) changes[`${module}Rights`] = { from: was, to: is }
  }
  return changes
}

const wordsOf = (grants: Grants | null): Map<string, string> =>
  new Map(
    modulesOfGrants(grants ?? {}).map(({ module, scope, actions }) => [
      module,
      `${[actionWord.view, ...actions.map((action) => actionWord[action])].join(', ')} (${scopeWord[scope]})`,
    ]),
  )
