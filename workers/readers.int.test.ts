/**
 * One budget for all processes of a hub. Time is a clock of the test's own, which moves on only when every process
 * sleeps; what is asserted is how many requests were sent in which second, never how long something took.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { withSystem } from '#db/system/system.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import type { BudgetLane } from '#integrations/kit/budget/lease-store.ts'
import { newId, type ConnectionId } from '#workflows/contracts/ids.ts'
import { createConnectionBudget } from './readers.ts'

const PER_SECOND = 40

let database: TestDatabase
let owner: Database
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 1 })
})
afterAll(async () => {
  await owner.close()
  await database.drop()
})
beforeEach(async () => {
  connectionId = newId()
  await withSystem(owner, (trx) =>
    sql`insert into connections (id, source, name, base_url, credentials)
        values (${connectionId}, 'orders', 'Orders', 'http://127.0.0.1:9', 'x')`.execute(trx),
  )
})

/** Whether a statement is on its way, a connection being opened included. */
const isBusy = ({ pool }: Database): boolean =>
  pool.totalCount > pool.idleCount || pool.waitingCount > 0

/** Everybody's time. It stands still while any process talks to the database. */
function createTime(pools: readonly Database[]) {
  const start = Date.parse('2026-03-02T08:00:00Z')
  let now = 0
  const sleepers: { at: number; wake: () => void }[] = []
  return {
    clock: {
      now: () => now,
      date: () => new Date(start + now),
      sleep: (ms: number) =>
        new Promise<void>((wake) => {
          sleepers.push({ at: now + Math.max(ms, 1), wake })
        }),
    },
    now: () => now,
    async runUntil(end: number): Promise<void> {
      while (now < end) {
        for (let quiet = 0; quiet < 3; quiet = pools.some(isBusy) ? 0 : quiet + 1) {
          await new Promise((settled) => setImmediate(settled))
        }
        sleepers.sort((a, b) => a.at - b.at)
        const [next] = sleepers
        now = Math.min(next?.at ?? end, end)
        while (sleepers[0] && sleepers[0].at <= now) sleepers.shift()?.wake()
      }
    },
  }
}

interface Sent {
  at: number
  process: string
  lane: BudgetLane
}

/** A source that counts, and processes that ask it through budgets of their own. */
function createScene() {
  const pools: Database[] = []
  const time = createTime(pools)
  const sent: Sent[] = []
  let statements = 0
  const start = (process: string, url = database.workerUrl) => {
    const pool = createDatabase({ url, name: `test-${process}`, max: 4 })
    pool.pool.on('acquire', () => statements++)
    pools.push(pool)
    const budget = createConnectionBudget(pool, {
      ...{ connectionId, perSecond: PER_SECOND },
      clock: time.clock,
    })
    return {
      budget,
      /** As many callers side by side, each asking again as soon as it was answered. */
      ask(lane: BudgetLane, callers: number, times = Infinity) {
        let left = times
        const call = async (): Promise<void> => {
          while (left-- > 0) {
            await budget.of(lane).take()
            sent.push({ at: time.now(), process, lane })
          }
        }
        for (let each = 0; each < callers; each++) void call()
      },
    }
  }
  return {
    ...{ start, sent, runUntil: (end: number) => time.runUntil(end) },
    statements: () => statements,
    between: (from: number, to: number) => sent.filter(({ at }) => at >= from && at < to),
    close: () => Promise.all(pools.map((pool) => pool.close())),
  }
}

/** The most that any second saw, however it is cut. */
const mostInASecond = (sent: readonly Sent[]): number =>
  Math.max(0, ...sent.map(({ at }) => sent.filter((o) => o.at >= at && o.at < at + 1_000).length))

test('two processes together never exceed the budget, and use most of it in few statements', async () => {
  const scene = createScene()
  const [one, two] = [scene.start('one'), scene.start('two')]
  one.ask('live', 8)
  await scene.runUntil(700)
  two.ask('live', 8)
  two.ask('backfill', 4)
  await scene.runUntil(5_000)
  expect(mostInASecond(scene.sent)).toBeLessThanOrEqual(PER_SECOND)
  expect(scene.sent.length).toBeGreaterThan(5 * PER_SECOND * 0.7)
  expect(scene.statements()).toBeLessThan(scene.sent.length / 3)
  const shares = ['one', 'two'].map((name) => scene.sent.filter((s) => s.process === name).length)
  expect(Math.min(...shares)).toBeGreaterThan(0)
  await scene.close()
})

test('a backfill alone leaves a reserve, and steps back when something is live elsewhere', async () => {
  const scene = createScene()
  const [pages, live] = [scene.start('pages'), scene.start('live')]
  pages.ask('backfill', 8)
  await scene.runUntil(3_000)
  const alone = scene.between(1_000, 3_000).length
  live.ask('live', 8)
  await scene.runUntil(6_000)
  const beside = scene.between(4_000, 6_000).filter(({ lane }) => lane === 'backfill').length
  expect(alone).toBeGreaterThan(PER_SECOND)
  expect(alone).toBeLessThan(2 * PER_SECOND * 0.8)
  expect(beside).toBeLessThan(alone / 4)
  expect(mostInASecond(scene.sent)).toBeLessThanOrEqual(PER_SECOND)
  await scene.close()
})

test('what a dead process had leased passes, and the others go on', async () => {
  const scene = createScene()
  const [dead, other] = [scene.start('dead'), scene.start('other')]
  dead.ask('live', 8, 3)
  await scene.runUntil(300)
  other.ask('live', 8)
  await scene.runUntil(3_300)
  const own = scene.between(1_000, 3_300).filter(({ process }) => process === 'other')
  expect(own.length).toBeGreaterThan(2.3 * PER_SECOND * 0.7)
  await scene.close()
})

test.each([
  ['with', 5_000, 5_000],
  ['without', null, 1_000],
] as const)(
  'a 429 %s Retry-After that one process meets holds back the others (W19)',
  async (_, told, ms) => {
    const scene = createScene()
    const [one, two] = [scene.start('one'), scene.start('two')]
    one.ask('live', 4)
    two.ask('live', 4)
    two.ask('backfill', 4)
    await scene.runUntil(1_000)
    await one.budget.of('live').holdBack(told)
    await scene.runUntil(1_000 + ms + 1_000)
    // What the other had leased before it could know: half a second at most.
    expect(scene.between(1_000, 1_000 + ms).filter((s) => s.process === 'one')).toEqual([])
    expect(scene.between(1_610, 1_000 + ms)).toEqual([])
    const after = scene.between(1_000 + ms, 1_000 + ms + 1_000)
    expect(new Set(after.map(({ process }) => process))).toEqual(new Set(['one', 'two']))
    expect(after.filter(({ lane }) => lane === 'live').length).toBeGreaterThan(after.length / 2)
    await scene.close()
  },
)

test('refusals that say nothing are waited out longer each time, until the source answers', async () => {
  const scene = createScene()
  const one = scene.start('one')
  const lane = one.budget.of('live')
  await Promise.all([lane.holdBack(null), lane.holdBack(null), lane.holdBack(null)])
  one.ask('live', 1, 1)
  await scene.runUntil(990)
  expect(scene.sent).toHaveLength(0)
  await scene.runUntil(1_500)
  expect(scene.sent).toHaveLength(1)
  await lane.holdBack(null)
  one.ask('live', 1, 1)
  await scene.runUntil(3_400)
  expect(scene.sent).toHaveLength(1)
  await scene.runUntil(4_000)
  expect(scene.sent).toHaveLength(2)
  lane.answered()
  await lane.holdBack(null)
  one.ask('live', 1, 1)
  await scene.runUntil(5_500)
  expect(scene.sent).toHaveLength(3)
  await scene.close()
})

test('with the database away a process keeps to a part of the budget, and shares again when it is back', async () => {
  const scene = createScene()
  const away = scene.start('away', 'postgres://nobody:none@127.0.0.1:9/none')
  away.ask('live', 8)
  await scene.runUntil(4_000)
  expect(mostInASecond(scene.sent)).toBeLessThanOrEqual(PER_SECOND / 10 + 1)
  expect(scene.sent.length).toBeGreaterThan((4 * PER_SECOND) / 10 - 2)
  await scene.close()
})

test('who gives up leaves the line and takes nobody’s slot', async () => {
  const scene = createScene()
  const one = scene.start('one')
  const lane = one.budget.of('live')
  await lane.holdBack(2_000)
  const gone = new AbortController()
  const taken = lane.take(gone.signal)
  gone.abort(new Error('stopped'))
  await expect(taken).rejects.toThrow('stopped')
  await expect(lane.take(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  one.ask('live', 1, 1)
  await scene.runUntil(2_500)
  expect(scene.sent).toHaveLength(1)
  await scene.close()
})
