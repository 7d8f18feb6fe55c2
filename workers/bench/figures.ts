/** Every figure there is: what it says, what it is held against, and the goal that was set for it. */
import { prepareListQuery } from '#db/bench/list-query.ts'
import { prepareIntake } from '#web/bench/intake.ts'
import { preparePage } from '#web/bench/page.ts'
import { prepareFanOut, prepareMemory } from '#web/bench/sse.ts'
import { prepareSignIn } from '#web/bench/sign-in.ts'
import { prepareOidc } from '#web/bench/sso/oidc.ts'
import { prepareSaml } from '#web/bench/sso/saml.ts'
import type { BenchStack } from './bench-stack.ts'
import { prepareEventToBrowser } from './event-to-browser.ts'
import { prepareEventToClient } from './event-to-client.ts'
import type { Measured, PreparedFigure } from './figure.ts'
import { prepareBurst, prepareWorkPerEvent } from './scale/burst.ts'
import { prepareFairness } from './scale/fairness.ts'
import * as growth from './scale/growth.ts'
import {
  prepareBackfill,
  prepareBackfillFetching,
  prepareBackfillMemory,
} from './stripe/backfill.ts'
import { prepareDrainRefetch } from './stripe/drain-refetch.ts'
import { prepareDrain } from './stripe/drain.ts'
import { prepareHotObject } from './stripe/hot-object.ts'

export interface FigureEntry {
  prepare(bench: BenchStack): Promise<PreparedFigure>
  means: string
  against: string
  goal: string
  isMet(measured: Measured): boolean
}

const atLeast = (ratio: number): Pick<FigureEntry, 'goal' | 'isMet'> => ({
  goal: `≥ ${ratio} ×`,
  isMet: (measured) => measured.ratio >= ratio,
})
const atMost = (ratio: number): Pick<FigureEntry, 'goal' | 'isMet'> => ({
  goal: `≤ ${ratio} ×`,
  isMet: (measured) => measured.ratio <= ratio,
})
const FIFTY: Pick<FigureEntry, 'goal' | 'isMet'> = {
  goal: '≥ 50 sign-ins/s',
  isMet: ({ value }) => value >= 50,
}

const GROWING = {
  intake: { task: growth.intake, means: 'an event stored' },
  drain: { task: growth.drain, means: 'an event drained' },
  list: { task: growth.list, means: 'a page of a list' },
  search: { task: growth.search, means: 'a search with its counts' },
}

const growthFigures = (axis: 'tenants' | 'rows', beside: string): Record<string, FigureEntry> =>
  Object.fromEntries(
    Object.entries(GROWING).map(([name, { task, means }]) => [
      `growth-${axis}-${name}`,
      {
        prepare: growth.prepareGrowth(axis, name, task),
        means: `${means}, beside ${beside}`,
        against: 'the same beside 10 tenants and 10,000 records',
        ...atMost(1.3),
      },
    ]),
  )

/** In this order: intake leaves a full inbox behind. */
export const FIGURES: Readonly<Record<string, FigureEntry>> = {
  'list-query': {
    prepare: prepareListQuery,
    means: '50 orders of a tenant, read through row level security',
    against: 'the same query in a plain transaction',
    ...atMost(1.25),
  },
  page: {
    prepare: preparePage,
    means: 'the list of orders as HTML, 20 connections',
    against: 'the same HTML by a bare page with the same query',
    ...atLeast(0.7),
  },
  'sign-in': {
    prepare: prepareSignIn,
    means: 'p95 of a sign-in by password without its hash',
    against: 'one lookup and one insert',
    goal: '≤ 300 ms',
    isMet: ({ value }) => value <= 300,
  },
  'sso-oidc': {
    prepare: prepareOidc,
    means: 'whole sign-ins by OpenID Connect',
    against: 'openid-client alone with the same provider',
    ...FIFTY,
  },
  'sso-saml': {
    prepare: prepareSaml,
    means: 'whole sign-ins by SAML',
    against: 'the library alone with the same assertion',
    ...FIFTY,
  },
  'event-to-client': {
    prepare: prepareEventToClient,
    means: 'a webhook until a member’s stream has it, one at a time',
    against: 'the shortest code for the same way: insert, workflow, row, NOTIFY, stream',
    ...atMost(1.5),
  },
  'event-to-browser': {
    prepare: prepareEventToBrowser,
    means: 'a webhook until the open page shows it',
    against: 'the floor of event-to-client on a bare page',
    ...atMost(1.5),
  },
  drain: {
    prepare: prepareDrain,
    means: 'Stripe events from a full inbox into the read model, with audit and live event',
    against: 'the peer @supabase/stripe-sync-engine 0.48, 20 in parallel, in process',
    ...atLeast(3),
  },
  'drain-refetch': {
    prepare: prepareDrainRefetch,
    means: 'events about customers, four of each, who are read again from an API that takes 50 ms',
    against: 'the peer, 20 in parallel',
    ...atLeast(5),
  },
  'hot-object': {
    prepare: prepareHotObject,
    means: 'reads of one customer who changes 500 times in a burst',
    against: 'the peer, which reads for each event',
    ...atMost(0.2),
  },
  'backfill-0': {
    prepare: prepareBackfill(0),
    means: 'a first import of invoices, API of 0 ms',
    against: 'the peer’s own import',
    ...atLeast(2.5),
  },
  'backfill-50': {
    prepare: prepareBackfill(50),
    means: 'a first import of invoices, API of 50 ms',
    against: 'the peer’s own import',
    ...atLeast(2.5),
  },
  'backfill-fetching': {
    prepare: prepareBackfillFetching,
    means: 'a first import of invoices, API of 50 ms',
    against: 'fetching the pages one after the other, and nothing else',
    ...atLeast(0.85),
  },
  'backfill-memory': {
    prepare: prepareBackfillMemory,
    means: 'memory of the worker after an import of 100,000 invoices',
    against: 'before it',
    ...atMost(1.25),
  },
  burst: {
    prepare: prepareBurst,
    means: '1,000 webhooks of 10 customers at once until the last is told on their streams',
    against: 'the floor of event-to-client',
    ...atLeast(0.8),
  },
  'pokes-per-event': {
    prepare: prepareWorkPerEvent('pokes-per-event', ({ pokes }) => pokes),
    means: 'signals to Temporal for each event of such a burst',
    against: 'one for each event',
    ...atMost(0.25),
  },
  'drains-per-event': {
    prepare: prepareWorkPerEvent('drains-per-event', ({ drains }) => drains),
    means: 'drain steps for each event of such a burst',
    against: 'one for each event',
    ...atMost(0.06),
  },
  'sse-fan-out': {
    prepare: prepareFanOut,
    means: 'a change until the last of 2,000 clients of a stream was told',
    against: 'bare Express with one LISTEN',
    ...atMost(1.3),
  },
  'sse-memory': {
    prepare: prepareMemory,
    means: 'memory of one process for each of 10,000 idle clients, all of them served afterwards',
    against: 'bare Express with one LISTEN',
    goal: '≤ 90 kB',
    isMet: ({ value }) => value <= 90,
  },
  fairness: {
    prepare: prepareFairness,
    means: 'p95 of a webhook until the client has it while a neighbour backfills 100,000 orders',
    against: 'the same customer’s own when all is idle',
    ...atMost(2),
  },
  ...growthFigures('tenants', '10,000 tenants'),
  ...growthFigures('rows', 'a million records, or as many as asked for'),
  intake: {
    prepare: prepareIntake,
    means: 'signed webhooks stored and answered, 32 connections',
    against: 'verify, one shared INSERT, 202, and nothing else',
    ...atLeast(0.9),
  },
}
