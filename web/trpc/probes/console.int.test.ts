/** The console's procedures with inputs that nobody wrote: its own table holds, and nothing it is asked makes it fail. */
import { randomBytes } from 'node:crypto'
import { callProcedure } from '@trpc/server/unstable-core-do-not-import'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { inputAbout } from '../../testing/probes/ask.ts'
import { WHOSE } from '../../testing/probes/id-pool.ts'
import { createProbeScene, type ProbeScene } from '../../testing/probes/probe-scene.ts'
import { createRandom, seedOfRun } from '../../testing/probes/random.ts'
import { proceduresOf } from '../../testing/probes/router-procedures.ts'
import { STAFF_PROBES } from '../../testing/staff-procedures.ts'
import { adminRouter } from '../admin/router.ts'

const PROBE_COUNT = 300
const seed = seedOfRun(process.env['PROBE_SEED'])
const procedures = proceduresOf(adminRouter)
/** What a role that may ask is told, beside answers; Temporal is down here. */
const REFUSALS = new Set(['NOT_FOUND', 'BAD_REQUEST', 'CONFLICT', 'SERVICE_UNAVAILABLE'])

let scene: ProbeScene

beforeAll(async () => {
  scene = await createProbeScene()
})

afterAll(async () => {
  await scene.close()
})

async function ask(path: string, role: StaffRole, input: unknown): Promise<string> {
  const services = scene.web.parts.console?.services
  const procedure = procedures.find((one) => one.path === path)
  if (!services || !procedure) throw new Error('this web has no such console')
  const member = { id: newId<StaffId>(), email: 'probe@staff.test', name: 'Probe', role }
  const asked: Promise<unknown> = callProcedure({
    router: adminRouter,
    path,
    type: procedure.type,
    getRawInput: () => Promise.resolve(input),
    ctx: {
      services,
      session: { hash: randomBytes(32), find: () => Promise.resolve(member) },
      requestId: 'req_1',
    },
    signal: undefined,
    batchIndex: 0,
  })
  return asked.then(
    () => 'OK',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  )
}

it('is obeyed by every role, whatever is asked', { timeout: 120_000 }, async () => {
  const random = createRandom(seed)
  const wrong: string[] = []
  for (let count = 0; count < PROBE_COUNT; count++) {
    const procedure = procedures[count % procedures.length] ?? random.pick(procedures)
    const role = random.pick(STAFF_ROLES)
    const about = { whose: random.pick(WHOSE), seed: random.int(2 ** 31) }
    const { input } = inputAbout(scene, procedure, about)
    const code = await ask(procedure.path, role, input)
    const isAllowed = STAFF_PROBES[procedure.path]?.allowed.includes(role) ?? false
    const isFine = isAllowed ? code === 'OK' || REFUSALS.has(code) : code === 'FORBIDDEN'
    if (!isFine) wrong.push(`${procedure.path} by ${role}: ${code}`)
  }
  expect({ seed, wrong }).toEqual({ seed, wrong: [] })
})
