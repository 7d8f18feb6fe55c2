/**
 * A process dies before and after every step that reaches beyond it, one after the other; the next one goes on with
 * what it finds. Nothing is lost, and nothing has a second effect but a mail that bears its Message-ID twice.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueAccountMail } from '#db/system/account-mails.ts'
import { createParkedAlerts } from '#db/system/operator-alerts.ts'
import { noteChecked, noteFailure } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { orders } from '#integrations/orders/index.ts'
import { toOrderChange } from '#integrations/orders/map.ts'
import type { SendResult } from '#integrations/messaging/send-result.ts'
import { createDrainStep } from '#workers/activities/sync/drain-step.ts'
import { createSendAccountMail } from '#workers/activities/notify/send-account-mail.ts'
import { createSendOperatorAlert } from '#workers/activities/staff/send-operator-alert.ts'
import { answering } from '#workers/activities/sync/testing/answering.ts'
import type { WorkerDeps } from '#workers/deps.ts'
import { createSweeper } from '#workers/sweeper.ts'
import type { DrainLane } from '../contracts/sync.ts'
import { createDoomed, type Death, type Doomed } from '../testing/doomed.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'

/** How often each point is tried, each time with other records. */
const ROUNDS = 2
/** Dozens of lives; a busy machine takes its time. */
const PATIENCE_MS = 120_000
const PHONE = '+4915112345678'
const SENT: SendResult = { outcome: 'sent', providerId: null }

let hub: Hub
let lives = 0

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
})
afterAll(() => hub.close())

/** What one life and its successor left behind, and where it ended. */
interface Left<T> {
  point: string
  left: T
}

/** Before and after each step of a life, which is first lived to its end. */
async function eachDeath<T>(
  points: readonly string[],
  live: (doomed: Doomed) => Promise<T>,
): Promise<Left<T>[]> {
  const healthy = createDoomed(hub)
  const all = [{ point: 'none', left: await live(healthy) }]
  expect(healthy.steps).toEqual(points.map((point) => point.split(':')[0]))
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const [place, name] of points.entries()) {
      for (const when of ['before', 'after'] satisfies Death['when'][]) {
        const left = await live(createDoomed(hub, { place, when }))
        all.push({ point: `${when} ${name}`, left })
      }
    }
  }
  return all
}

type Messages = Pick<WorkerDeps, 'mail' | 'alerts'>

/** The next process: a sweep finds what the dead one left, and whatever it starts is done. */
async function goOn({ mail, alerts }: Messages = hub.deps): Promise<void> {
  const age = sql`update inbox set due_at = now() - interval '6 s' where state = 'pending'`
  await withSystem(hub.db, (trx) => age.execute(trx))
  const lanes: DrainLane[] = []
  const started: (() => Promise<unknown>)[] = []
  const deps = { ...hub.deps, mail, alerts, poke: () => undefined, ...source() }
  const gateway = {
    ...hub.gateway,
    pokeDrain: (lane: DrainLane) => void lanes.push(lane),
    startBackfill: () => Promise.resolve(),
    ensurePoll: () => Promise.resolve(),
    startAccountMail: (args: { mailId: string }) =>
      Promise.resolve(void started.push(() => createSendAccountMail(deps)(args))),
    startOperatorAlert: (args: { alertId: string }) =>
      Promise.resolve(void started.push(() => createSendOperatorAlert(deps)(args))),
  }
  await createSweeper({ ...deps, gateway }).sweep()
  for (const lane of lanes) await drain(deps, lane)
  for (const work of started) await work()
}

async function drain(deps: WorkerDeps, lane: DrainLane): Promise<void> {
  const step = createDrainStep(deps)
  while ((await step(lane)).more) continue
}

const HINT = 'Ask for it.'

/** Some events bring their content, others are hints; the source knows version 5 of each. */
function source(step: Doomed['step'] = (_name, work) => work()) {
  const toChange: typeof orders.toChange = (body) => {
    const result = orders.toChange(body)
    const isHint = result.type === 'change' && String(body).includes(HINT)
    if (!isHint) return result
    const externalId = /"id":"([^"]+)"/.exec(String(body))?.[1] ?? ''
    return { type: 'fetch', kind: 'order', externalId }
  }
  const { readerFor } = answering((id) =>
    step('read', () =>
      Promise.resolve(toOrderChange(wireOrder({ id, customer: 'C-1', version: 5 }))),
    ),
  )
  return { readerFor, connectorFor: () => ({ ...orders, toChange }) }
}

/** Two events with content, one of them sent twice, and a hint. */
async function receiveAndDrain(doomed: Doomed) {
  const life = ++lives
  const { connectionId } = hub
  const arrival = (id: string, title?: string) =>
    arrivalOf({
      connectionId,
      order: wireOrder({ id: `${id}-${life}`, customer: 'C-1', ...(title ? { title } : {}) }),
      eventKey: `${id}-${life}`,
    })
  const arrivals = [arrival('whole'), arrival('twice'), arrival('twice'), arrival('hint', HINT)]
  const insert = () => hub.receive(arrivals, { poke: false })
  const deps = { ...hub.deps, db: doomed.db, poke: () => undefined, ...source(doomed.step) }
  const sender = { isAnswered: false }
  await doomed.live(async () => {
    await doomed.step('insert', insert)
    sender.isAnswered = true
    await doomed.step('poke', () => Promise.resolve())
    await drain(deps, hub.laneOf('C-1'))
  })
  // Whoever got no answer sends again.
  if (!sender.isAnswered) await insert()
  await goOn()
  return whatIsThere(life)
}

interface There {
  records: { id: string; version: number; told: number; written: number }[]
  inbox: { id: string; state: string; claim: string | null; crashes: boolean }[]
}

async function whatIsThere(life: number): Promise<There> {
  return withTenant(hub.db, hub.tenantOf('C-1'), async (trx) => {
    const ofLife = `%-${life}`
    const records = await sql<There['records'][number]>`
      select split_part(external_id, '-', 1) as id, version,
        (select count(*) from live_events e where e.record_id = o.id) as told,
        (select count(*) from audit_entries a where a.subject_id = o.id) as written
      from orders o where external_id like ${ofLife} order by 1`.execute(trx)
    const inbox = await sql<There['inbox'][number]>`
      select split_part(event_key, '-', 1) as id, state, claim, attempts > 2 as crashes
      from inbox where event_key like ${ofLife} order by 1`.execute(trx)
    return { records: records.rows, inbox: inbox.rows }
  })
}

test(
  'events: whatever a process was at when it died, each has its effect once',
  async () => {
    const ends = await eachDeath(
      ['insert', 'poke', 'commit: claim', 'commit: look beside', 'read', 'commit: write', 'commit'],
      receiveAndDrain,
    )
    const once = (id: string, version = 1) => ({ id, version, told: 1, written: 1 })
    const done = (id: string) => ({ id, state: 'done', claim: null, crashes: false })
    const left: There = {
      records: [once('hint', 5), once('twice'), once('whole')],
      inbox: [done('hint'), done('twice'), done('whole')],
    }
    expect(ends).toEqual(ends.map(({ point }) => ({ point, left })))
  },
  PATIENCE_MS,
)

/** Queued in the transaction of what it tells, and sent. */
async function tellByMail(doomed: Doomed) {
  const to = `amara-${++lives}@northgate.test`
  const sent: string[] = []
  const mailOf = (step: Doomed['step']): WorkerDeps['mail'] => ({
    host: 'portal.test',
    sender: {
      send: ({ messageId }) =>
        step('mail server', () => {
          sent.push(messageId)
          return Promise.resolve(SENT)
        }),
    },
  })
  await doomed.live(async () => {
    const values = { name: 'Amara', operator: 'Halden Steam', at: 'now', from: '::1' }
    const mail = { template: 'password-changed', to, values, lifetimeMs: 60_000 } as const
    const queue = withSystem(doomed.db, (trx) => queueAccountMail(trx, hub.deps.keyring, mail))
    const mailId = await queue
    await doomed.step('start', () => Promise.resolve())
    const deps = { ...hub.deps, db: doomed.db, mail: mailOf(doomed.step) }
    await createSendAccountMail(deps)({ mailId })
  })
  await goOn({ ...hub.deps, mail: mailOf((_name, work) => work()) })
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ state: string }>`select state from account_mails where recipient = ${to}`.execute(trx),
  )
  return { mails: rows, sent: sent.length, messageIds: new Set(sent).size }
}

test(
  'a mail is sent once, or again under its Message-ID where nobody knows',
  async () => {
    const ends = await eachDeath(
      ['commit: queue', 'start', 'commit: claim', 'mail server', 'commit: mark sent'],
      tellByMail,
    )
    const nothing = { mails: [], sent: 0, messageIds: 0 }
    const once = { mails: [{ state: 'sent' }], sent: 1, messageIds: 1 }
    const unsure = ['after mail server', 'before commit: mark sent']
    const expected = (point: string) => {
      // What it tells has not happened either.
      if (point === 'before commit: queue') return nothing
      return unsure.includes(point) ? { ...once, sent: 2 } : once
    }
    expect(ends).toEqual(ends.map(({ point }) => ({ point, left: expected(point) })))
  },
  PATIENCE_MS,
)

/** Of a source that refuses us anew. */
async function alertBySms(doomed: Doomed) {
  let sent = 0
  const alertsOf = (step: Doomed['step']): WorkerDeps['alerts'] => ({
    email: null,
    sms: {
      to: PHONE,
      sender: {
        send: () => step('provider', () => Promise.resolve((sent++, SENT))),
        find: () => Promise.resolve({ sid: sent > 0 ? 'SM1' : null }),
      },
    },
    publicUrl: 'https://portal.test',
  })
  await withSystem(hub.db, async (trx) => {
    await noteChecked(trx, hub.connectionId)
    await noteFailure(trx, hub.connectionId, { reason: 'Wrong key.', park: true })
  })
  const ofIncident = sql<{ id: string; state: string }>`
    select a.id, a.state from operator_alerts a join connections c on a.incident_at = c.parked_at`
  const find = async () => (await withSystem(hub.db, (trx) => ofIncident.execute(trx))).rows
  await doomed.live(async () => {
    await withSystem(doomed.db, (trx) =>
      createParkedAlerts(trx, [{ channel: 'sms', recipient: PHONE }]),
    )
    const [alert] = await find()
    const deps = { ...hub.deps, db: doomed.db, alerts: alertsOf(doomed.step) }
    await createSendOperatorAlert(deps)({ alertId: alert?.id ?? '' })
  })
  // Until the last look at the provider's list.
  for (let looks = 0; looks < 2; looks++) {
    await goOn({ ...hub.deps, alerts: alertsOf((_name, work) => work()) })
  }
  return { states: (await find()).map(({ state }) => state), sent }
}

test(
  'an SMS is never sent twice; where nobody knows, it says so',
  async () => {
    const ends = await eachDeath(
      ['commit: insert', 'commit: claim', 'provider', 'commit: mark sent'],
      alertBySms,
    )
    // A message that went out is in the provider's list; one that did not cannot be told from one that is not listed.
    const unsure = ['after commit: claim', 'before provider']
    const expected = (point: string) =>
      unsure.includes(point) ? { states: ['ambiguous'], sent: 0 } : { states: ['sent'], sent: 1 }
    expect(ends).toEqual(ends.map(({ point }) => ({ point, left: expected(point) })))
  },
  PATIENCE_MS,
)
