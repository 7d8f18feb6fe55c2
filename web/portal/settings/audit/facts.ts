/** Names and values of facts as people read them: never a column, an enum or a blob. */
import { ACTIONS } from '#workflows/contracts/access.ts'
import { PAYMENT_STATES, SHOWN_INVOICE_STATES } from '#workflows/contracts/billing.ts'
import { VIEW_ENDS } from '#workflows/contracts/console.ts'
import { ENGAGEMENT_STATES } from '#workflows/contracts/engagements.ts'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { PROJECT_STATES } from '#workflows/contracts/projects.ts'
import { CREDIT_NOTE_STATES, SUBSCRIPTION_STATES } from '#workflows/contracts/subscriptions.ts'
import type { Translate } from '../../../languages/catalogue.ts'
import { audit } from '../../../languages/en/settings/audit.ts'
import type { AuditEntryView } from './audit-api.ts'
import type { AuditVoice } from './sentence.ts'

export interface ShownChange {
  name: string
  /** Null: there was none. */
  from: string | null
  to: string | null
}

const ADDRESS = ['street', 'postalCode', 'city', 'region', 'country']

export const isAddressFact = (name: string): boolean => ADDRESS.includes(name)

type KnownFact = keyof typeof audit.fact
const isKnown = (name: string): name is KnownFact => Object.hasOwn(audit.fact, name)

/** A fact that has no word yet is told by its name, written apart: `idleMinutes` is "idle minutes". */
export const factName = (name: string, text: Translate): string =>
  isKnown(name)
    ? text(`audit.fact.${name}`)
    : name
        .replace(/([a-z\d])([A-Z])/g, '$1 $2')
        .replace(/[_.-]+/g, ' ')
        .toLowerCase()

/** Told by the sentence, or in words of the code. */
const UNTOLD = ['count', 'procedure', 'redacted']

const ORDER = Object.keys(audit.fact)
const placeOf = (name: string): number => (isKnown(name) ? ORDER.indexOf(name) : ORDER.length)

/** The names of what changed as people would list them: the database keeps no order. */
export const factsIn = (changes: AuditEntryView['changes']): string[] =>
  Object.keys(changes).toSorted((a, b) => placeOf(a) - placeOf(b))

/** What an entry changed, fact by fact. */
export const changesOf = ({ changes, subject }: AuditEntryView, voice: AuditVoice): ShownChange[] =>
  factsIn(changes)
    .filter((name) => !UNTOLD.includes(name))
    .map((name) => {
      const place = { name, kind: subject.kind }
      return {
        name: factName(name, voice.text),
        from: factValue(changes[name]?.from, place, voice),
        to: factValue(changes[name]?.to, place, voice),
      }
    })

interface FactPlace {
  name: string
  /** What the entry is about. */
  kind: string
}

function factValue(value: unknown, place: FactPlace, voice: AuditVoice): string | null {
  const { text, format } = voice
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return text(value ? 'common.yes' : 'audit.no')
  if (typeof value === 'number') return format.number(value)
  if (typeof value === 'string') return wordOf(value, place, voice)
  if (isMoney(value)) return format.money(value)
  if (Array.isArray(value)) {
    const parts: unknown[] = value
    return parts.map((each) => factValue(each, { ...place, name: '' }, voice) ?? '').join(', ')
  }
  return Object.entries(value)
    .map(
      ([name, inner]) =>
        `${factName(name, text)}: ${factValue(inner, { ...place, name }, voice) ?? '–'}`,
    )
    .join(', ')
}

/** Dates and instants are told by their shape. */
function textOf(value: string, { format, now }: AuditVoice): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value, 'year', now)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value)) return format.exact(value)
  return value
}

const among = <T extends string>(list: readonly T[], value: string): T | null =>
  list.find((each) => each === value) ?? null

/** Words for what has a word; anything else is told as it is. */
function wordOf(value: string, place: FactPlace, voice: AuditVoice): string {
  if (place.name === 'state') return stateWord(value, place, voice.text)
  const end = place.name === 'why' ? among(VIEW_ENDS, value) : null
  if (end !== null) return voice.text(`audit.viewEnd.${end}`)
  const right = place.name === 'right' ? among(ACTIONS, value) : null
  return right === null ? textOf(value, voice) : voice.text(`audit.right.${right}`)
}

/** States have the words that their own pages have for them. */
function stateWord(value: string, { kind }: FactPlace, text: Translate): string {
  if (kind === 'order') {
    const state = among(ORDER_STATES, value)
    if (state !== null) return text(`common.state.${state}`)
  }
  if (kind === 'project') {
    const state = among(PROJECT_STATES, value)
    if (state !== null) return text(`projects.state.${state}`)
  }
  if (kind === 'invoice') {
    if (value === 'draft') return text('audit.draft')
    const state = among(SHOWN_INVOICE_STATES, value)
    if (state !== null) return text(`invoices.state.${state}`)
  }
  if (kind === 'payment') {
    const state = among(PAYMENT_STATES, value)
    if (state !== null) return text(`audit.paymentState.${state}`)
  }
  if (kind === 'subscription') {
    const state = among(SUBSCRIPTION_STATES, value)
    if (state !== null) return text(`audit.subscriptionState.${state}`)
  }
  if (kind === 'credit_note') {
    const state = among(CREDIT_NOTE_STATES, value)
    if (state !== null) return text(`audit.creditNoteState.${state}`)
  }
  if (kind === 'call' || kind === 'meeting') {
    const state = among(ENGAGEMENT_STATES, value)
    if (state !== null) return text(`audit.engagementState.${state}`)
  }
  return value.replaceAll('_', ' ')
}

function isMoney(value: unknown): value is { minor: number; currency: string } {
  if (typeof value !== 'object' || value === null) return false
  if (!('minor' in value && 'currency' in value)) return false
  return typeof value.minor === 'number' && typeof value.currency === 'string'
}
