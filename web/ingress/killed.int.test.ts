/**
 * W08: a process of the intake is killed between receive and answer, over and over. What was answered 2xx is in the
 * inbox, what was not is sent again, and nothing is there twice. It crashes at points of its work, not at times, so
 * that every crash meets requests which nobody has answered: about a hundred of them together.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { HELD, type Crash, type IntakeChildOptions } from '../testing/intake-child-options.ts'
import { orderEvent, sendWebhook } from '../testing/order-webhook.ts'
import { createRandom, seedOfRun } from '../testing/probes/random.ts'
import { createWorld, type World } from '../testing/world.ts'

const CRASHES = 8
const seed = seedOfRun(process.env['PROBE_SEED'])

let database: TestDatabase
let world: World
const children = new Set<ChildProcess>()

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  // A crash counts pokes, nobody drains here, and a lane that is behind gets none: what comes is due later.
  await world.sql.query(`alter table inbox alter due_at set default now() + interval '1 hour'`)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await world.close()
  await database.drop()
})

interface Intake {
  url: string
  crash: Crash | null
  ended: Promise<unknown>
  /** Requests that got no answer. */
  cut: number
}

async function startIntake(crash: Crash | null): Promise<Intake> {
  const options: IntakeChildOptions = {
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
    ...(crash && { crash }),
  }
  const file = path.join(import.meta.dirname, '../testing/intake-child.ts')
  const child = fork(file, [JSON.stringify(options)])
  children.add(child)
  const ended = once(child, 'exit')
  const [port] = (await once(child, 'message')) as [number]
  return { url: `http://127.0.0.1:${port}`, crash, ended, cut: 0 }
}

/** One process after the other, the next already starting; the last one lives. */
function createSuccession(crashes: readonly Crash[]) {
  const past: Intake[] = []
  let left = [...crashes]
  const startNext = (): Promise<Intake> => {
    const [crash = null, ...others] = left
    left = others
    return startIntake(crash)
  }
  let present = startNext()
  let next = startNext()
  const follow = async (): Promise<void> => {
    const intake = await present
    if (!intake.crash) return
    await intake.ended
    past.push(intake)
    present = next
    if (past.length < crashes.length) next = startNext()
    await follow()
  }
  return { past, present: () => present, done: follow() }
}

function drawCrashes(): Crash[] {
  const random = createRandom(seed)
  return Array.from({ length: CRASHES }, (_, at): Crash => {
    if (at % 3 === 0) return { at: 'received' }
    if (at % 3 === 1) return { at: 'storing', turns: 2 ** random.int(9) }
    return { at: 'committed', commits: 1 + random.int(2) }
  })
}

it(`loses no event that it answered for and doubles none, killed ${CRASHES} times (seed ${seed})`, async () => {
  const succession = createSuccession(drawCrashes())
  const sent: string[] = []
  /** Sends until it is told that the event was taken, as a source does. */
  async function deliver(id: string): Promise<void> {
    for (;;) {
      const intake = await succession.present()
      const answer = await sendWebhook({
        url: intake.url,
        connectionId: world.connectionId,
        secret: world.secret,
        body: orderEvent({ customer: world.ours.customerId, id }),
        id,
      }).catch(() => null)
      if (answer?.ok) return
      if (answer) continue
      intake.cut++
      await intake.ended
    }
  }
  async function keepSending(): Promise<void> {
    while (succession.past.length < CRASHES) {
      const id = `killed_${sent.length}`
      sent.push(id)
      await deliver(id)
    }
  }
  await Promise.all(Array.from({ length: HELD }, keepSending))
  await succession.done

  const { rows } = await world.sql.query<{ event_key: string }>('select event_key from inbox')
  expect(rows.map(({ event_key }) => event_key).toSorted()).toEqual(sent.toSorted())
  // That the crashes were where they should be: with everybody held, and with rows that nobody had been told of.
  for (const { crash, cut } of succession.past) {
    if (crash?.at === 'received') expect(cut).toBe(HELD)
    if (crash?.at === 'committed') expect(cut).toBeGreaterThan(0)
  }
}, 120_000)
