/** Every action has its sentence, names are marked for what they are, and values read as people write them. */
import { expect, it } from 'vitest'
import { AUDIT_ACTIONS, AUDIT_ACTORS, type AuditAction } from '#workflows/contracts/audit.ts'
import { PROJECTIONS } from '#db/write/projections/index.ts'
import en from '../../../languages/en/index.ts'
import type { Translate } from '../../../languages/catalogue.ts'
import { createTranslate } from '../../../languages/translate.ts'
import { createFormat } from '../../../ui/text/format.ts'
import type { AuditEntryView } from './audit-api.ts'
import { browserName } from './browser-name.ts'
import { changesOf } from './facts.ts'
import { actorWord, sentenceOf, type AuditVoice } from './sentence.ts'

const translate = createTranslate('en', en, en)
const text: Translate = (key, ...values) => translate(key, values[0])
const voice: AuditVoice = {
  text,
  format: createFormat({ locale: 'en', timeZone: 'Europe/Berlin', text }),
  operator: 'Meridian Works',
  locale: 'en',
  now: new Date('2026-03-01T12:00:00Z'),
}

const entry = (facts: Partial<AuditEntryView>): AuditEntryView => ({
  id: 'e1',
  // Already the 15th where the reader is.
  at: '2026-02-14T23:30:00Z',
  actor: { kind: 'member', id: 'p1', name: 'Sarah' },
  onBehalfOf: null,
  action: 'customer.updated',
  module: 'billing',
  subject: { kind: 'customer', id: 'c1', label: 'Northgate' },
  changes: { street: { from: 'Street A', to: 'Street B' } },
  address: null,
  userAgent: null,
  sessionMethod: null,
  ...facts,
})

it('tells who did what on which day of the reader, in one sentence', () => {
  expect(sentenceOf(entry({}), voice)).toBe('Sarah updated the billing address on 15 Feb')
  const several = { street: { from: 'A', to: 'B' }, email: { from: null, to: 'x@y.test' } }
  expect(sentenceOf(entry({ changes: several }), voice)).toBe(
    'Sarah updated the billing address and e-mail on 15 Feb',
  )
  expect(sentenceOf(entry({ at: '2024-02-15T12:00:00Z' }), voice)).toContain('on 15 Feb 2024')
})

/** What was refused before anybody was known. */
const NOBODY = new Set<AuditAction>(['sso.rejected'])

it.each(Object.keys(AUDIT_ACTIONS) as AuditAction[])('has a sentence for %s', (action) => {
  const count = { count: { from: null, to: 3 } }
  for (const changes of [{}, count, { state: { from: 'open', to: 'paid' } }]) {
    const sentence = sentenceOf(entry({ action, changes }), voice)
    expect(sentence).toMatch(NOBODY.has(action) ? /^\S.+ on 15 Feb$/ : /^Sarah .+ on 15 Feb$/)
    expect(sentence).not.toMatch(/\{\{|undefined|audit\.|_/)
  }
})

it('has no sentence that no action is told by', () => {
  const told = new Set(Object.keys(AUDIT_ACTIONS))
  const { unknown, ...groups } = en.audit.sentence
  const written = Object.entries(groups).flatMap(([group, verbs]) =>
    Object.keys(verbs).map((verb) => `${group}.${verb.replace(/_(one|other)$/, '')}`),
  )
  expect(unknown).toContain('{{who}}')
  expect(written.filter((action) => !told.has(action))).toEqual([])
})

it('marks staff by their company, says as whom they looked, and gives every actor a word', () => {
  const staff = { kind: 'staff', id: 's1', name: 'Priya' } as const
  expect(sentenceOf(entry({ actor: staff }), voice)).toMatch(/^Priya of Meridian Works updated/)
  expect(sentenceOf(entry({ actor: staff, onBehalfOf: 'Sarah' }), voice)).toMatch(
    /^Priya of Meridian Works, viewing as Sarah updated/,
  )
  const system = { kind: 'system', id: null, name: '' } as const
  expect(sentenceOf(entry({ actor: system }), voice)).toMatch(/^Meridian Works updated/)
  for (const kind of AUDIT_ACTORS) expect(actorWord(kind, voice)).toMatch(/^[A-Z]/)
})

it('has a word for every fact that a mirrored record is told by', () => {
  const names = Object.values(PROJECTIONS).flatMap(({ facts }) =>
    Object.keys(facts).map((fact) => fact.replace(/Minor$/, '')),
  )
  expect(names.filter((name) => !Object.hasOwn(en.audit.fact, name))).toEqual([])
})

it('shows amounts, dates, states and lists as people write them, and leaves what is unknown readable', () => {
  const shown = changesOf(
    entry({
      subject: { kind: 'order', id: 'o', label: 'SO-1' },
      changes: {
        total: { from: { minor: 123_450, currency: 'EUR' }, to: { minor: 500, currency: 'JPY' } },
        promisedOn: { from: null, to: '2026-04-01' },
        dueAt: { from: null, to: '2026-04-01T10:00:00.000Z' },
        state: { from: 'in_transit', to: 'a_new_state' },
        isOpen: { from: false, to: true },
        allowedDomains: { from: [], to: ['a.test', 'b.test'] },
        limits: { from: null, to: { idleMinutes: 30, days: null } },
        count: { from: null, to: 5 },
      },
    }),
    voice,
  )
  expect(shown).toEqual([
    { name: 'state', from: 'In transit', to: 'a new state' },
    { name: 'delivery date', from: null, to: '1 Apr 2026' },
    { name: 'due date', from: null, to: '1 Apr 2026 12:00:00 CEST' },
    { name: 'total', from: '€1,234.50', to: 'JP¥500' },
    { name: 'is open', from: 'No', to: 'Yes' },
    { name: 'allowed domains', from: '', to: 'a.test, b.test' },
    { name: 'limits', from: null, to: 'minutes without activity: 30, days: –' },
  ])
})

it.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  ['curl/8.9.1', 'curl'],
])('calls a browser what people call it', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name)
})
