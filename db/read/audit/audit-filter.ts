/** What the audit log is asked for, as conditions. Input is bounded here, whoever checked it before. */
import { sql, type RawBuilder } from 'kysely'
import type { Module } from '#workflows/contracts/access.ts'
import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditActorKind,
  type AuditGroup,
} from '#workflows/contracts/audit.ts'
import { withinDays } from '../list/days.ts'
import { containsWords, every, isOneOf } from '../list/words.ts'

export const AUDIT_VIEWS = ['people', 'staff', 'systems', 'denied', 'all'] as const
export type AuditView = (typeof AUDIT_VIEWS)[number]

export interface AuditFilter {
  /** Words that must all occur in actor, subject or what was done; empty: no search. */
  q: string
  /** The actions whose sentence says this word. */
  actionsOf: (word: string) => readonly AuditAction[]
  /** Ids of actors; empty: everybody. */
  who: readonly string[]
  modules: readonly Module[]
  groups: readonly AuditGroup[]
  /** `YYYY-MM-DD`, inclusive, in `timeZone`. */
  from: string | null
  to: string | null
  /** IANA zone of the member. */
  timeZone: string
}

const ALL_ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[]

const actionsIn = (groups: readonly AuditGroup[]): AuditAction[] =>
  ALL_ACTIONS.filter((action) => groups.includes(AUDIT_ACTIONS[action].group))

/** Literal, so that PostgreSQL can tell that the index of what people did holds them. */
const byKinds = (kinds: readonly AuditActorKind[]): RawBuilder<boolean> =>
  sql<boolean>`a.actor_kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`

const PEOPLE: readonly AuditActorKind[] = ['member', 'staff', 'api_key']

const viewConditions: Readonly<Record<AuditView, RawBuilder<boolean>>> = {
  people: byKinds(PEOPLE),
  staff: byKinds(['staff']),
  systems: byKinds(['source', 'system']),
  denied: sql<boolean>`${byKinds(PEOPLE)} and a.action = any(${actionsIn(['denied'])}::text[])`,
  all: sql<boolean>`true`,
}

/** @throws AppError `invalid_input` for a date or zone that does not exist */
export function auditCondition(view: AuditView, filter: AuditFilter): RawBuilder<boolean> {
  const { who, modules, groups, timeZone, from, to } = filter
  const conditions = [
    viewConditions[view],
    ...searched(filter),
    ...isOneOf(sql`a.actor_id`, who.length === 0 ? undefined : who),
    ...withinDays(sql`a.at`, { from, to, timeZone }),
  ]
  if (modules.length > 0) conditions.push(sql`a.module = any(${[...modules]}::text[])`)
  if (groups.length > 0) conditions.push(sql`a.action = any(${actionsIn(groups)}::text[])`)
  return every(conditions)
}

/** Each word in the names, or in the words of the sentence that the action is told in. */
function searched({ q, actionsOf }: AuditFilter): RawBuilder<boolean>[] {
  return q
    .split(/\s+/)
    .flatMap((word) =>
      containsWords(sql`lower(a.actor_name || ' ' || a.subject_label)`, word).map(
        (contains) =>
          sql<boolean>`(${contains} or a.action = any(${[...actionsOf(word)]}::text[]))`,
      ),
    )
    .slice(0, MAX_WORDS)
}

const MAX_WORDS = 6
