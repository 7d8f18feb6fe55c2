/** What an entry of the audit log says in one sentence: who did what to which thing, and on which day. */
import { isAuditAction, type AuditActorKind } from '#workflows/contracts/audit.ts'
import type { Translate } from '../../../languages/catalogue.ts'
import type { Format } from '../../../ui/text/format.ts'
import type { AuditEntryView } from './audit-api.ts'
import { factName, factsIn, isAddressFact } from './facts.ts'

export interface AuditVoice {
  text: Translate
  format: Pick<Format, 'day' | 'number' | 'money' | 'exact' | 'dateOf'>
  /** The company that runs the portal. */
  operator: string
  /** Of the member, for lists of words. */
  locale: string
  now: Date
}

/** More facts than these are "details". */
const MAX_FACTS = 3

/** Staff are never mistaken for members: their company stands beside their name. */
export function whoOf(
  { actor, onBehalfOf }: AuditEntryView,
  { text, operator }: AuditVoice,
): string {
  if (actor.kind === 'system') return operator
  if (actor.kind !== 'staff') return actor.name
  if (onBehalfOf === null) return text('audit.who.staff', { name: actor.name, operator })
  return text('audit.who.behalf', { name: actor.name, operator, member: onBehalfOf })
}

export const actorWord = (kind: AuditActorKind, { text, operator }: AuditVoice): string =>
  text(`audit.actor.${kind}`, { operator })

export function sentenceOf(entry: AuditEntryView, voice: AuditVoice): string {
  const { text, format, now } = voice
  const { action, subject, changes, module, at } = entry
  const date = format.day(format.dateOf(new Date(at)), 'plain', now)
  const who = whoOf(entry, voice)
  if (!isAuditAction(action)) return text('audit.sentence.unknown', { who, date })
  const counted = changes['count']?.to
  const count = typeof counted === 'number' ? counted : 0
  return text(`audit.sentence.${action}`, {
    who,
    date,
    what: subject.label === '' ? text('audit.unnamed') : subject.label,
    facts: listOfFacts(factsIn(changes), voice),
    area: text(`audit.module.${module}`),
    count,
    number: format.number(count),
  })
}

/** "address and e-mail"; the parts of an address are one fact. */
function listOfFacts(names: readonly string[], { text, locale }: AuditVoice): string {
  const words = names.map((name) =>
    isAddressFact(name) ? text('audit.fact.address') : factName(name, text),
  )
  const different = [...new Set(words)]
  if (different.length === 0 || different.length > MAX_FACTS) return text('audit.details')
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(different)
}
