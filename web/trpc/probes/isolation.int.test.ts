/**
 * T06, T07, T14, T20, T27, U01: two thousand random probes over the router itself. Whatever a role asks of whichever
 * tenant's things, a foreign one and one that never existed are the same, and nothing planted is ever seen.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import { PROBES } from '../../testing/procedures.ts'
import { ask, inputAbout, tellable, type Asking } from '../../testing/probes/ask.ts'
import { cellOf } from '../../testing/probes/expected.ts'
import { tenantTables } from '../../testing/probes/fill-tenant.ts'
import { WHOSE } from '../../testing/probes/id-pool.ts'
import { createProbeScene, type Actor, type ProbeScene } from '../../testing/probes/probe-scene.ts'
import { createRandom, seedOfRun } from '../../testing/probes/random.ts'
import { proceduresOf } from '../../testing/probes/router-procedures.ts'
import type { ProcedureMeta } from '../init.ts'
import { appRouter } from '../router.ts'

const PROBE_COUNT = 2_000
const EACH_AT_LEAST = 8
const SIDE_BY_SIDE = 6
const seed = seedOfRun(process.env['PROBE_SEED'])
const procedures = proceduresOf<ProcedureMeta>(appRouter)

let scene: ProbeScene

beforeAll(async () => {
  scene = await createProbeScene()
})

afterAll(async () => {
  await scene.close()
})

/** Whatever a probe may have changed is put back before the next one. */
async function answerTo(asking: Asking) {
  const answer = await ask(asking)
  if (asking.procedure.type === 'mutation') {
    const found = await scene.snapshot.restore(scene.world.theirs.id)
    if (found !== untouched) throw new Error(`${asking.procedure.path} changed foreign rows`)
  }
  return answer
}

let untouched = ''

interface Probe extends Omit<Asking, 'input'> {
  procedure: (typeof procedures)[number]
  whose: (typeof WHOSE)[number]
  /** Names the other tenant itself instead of its things. */
  asForeigner: boolean
  seed: number
}

/** Everything that is wrong with what this probe was told. */
async function findings(probe: Probe): Promise<string[]> {
  const { actor, procedure, asForeigner } = probe
  const { input, hasIds } = inputAbout(scene, procedure, probe)
  const tenant = asForeigner ? 'vellmar' : 'northgate'
  const answer = await answerTo({ actor, procedure, tenant, input })
  const found: string[] = []
  if (answer.status >= 500) found.push(`it is answered ${String(answer.status)}`)
  if (answer.text.includes(scene.foreignWord)) found.push('it shows words of the other tenant')
  for (const module of ['orders', 'projects', 'billing'] as const) {
    if (!actor.grants[module] && answer.text.includes(scene.moduleWords[module])) {
      found.push(`it shows words of ${module} to ${actor.role}`)
    }
  }
  const isAboutPeople = procedure.meta?.needs === 'account'
  const cell = asForeigner && !isAboutPeople ? 'unknown' : cellOf(procedure.meta, actor.grants)
  const status = { allowed: null, forbidden: 403, unknown: 404 }[cell]
  if (status !== null && answer.status !== status) {
    found.push(`${String(status)} is declared, ${String(answer.status)} came: ${answer.text}`)
  }
  if (answer.status === 401) found.push('it says that nobody is signed in')
  // What concerns the account is the same in every tenant, and new secrets and clocks differ each time.
  const isNamedAfterTenant = asForeigner && !isAboutPeople
  if (isNamedAfterTenant || (!asForeigner && probe.whose === 'foreign' && hasIds)) {
    const twin = asForeigner
      ? input
      : inputAbout(scene, procedure, { ...probe, whose: 'unknown' }).input
    const other = await answerTo({
      actor,
      procedure,
      tenant: asForeigner ? 'no-such-tenant' : tenant,
      input: twin,
    })
    const [foreign, unknown] = [tellable(answer, scene.ids), tellable(other, scene.ids)]
    if (foreign !== unknown)
      found.push(`it can be told from what never existed:\n${foreign}\n${unknown}`)
  }
  return found
}

describe('the scene', () => {
  it('holds a row with a planted word in every table of the other tenant that has words', () => {
    const tables = new Set(scene.planted.map((column) => column.split('.').slice(0, 2).join('.')))
    const without = tenantTables.filter((table) => !tables.has(table))
    // Their words are states and keys alone.
    expect(without).toEqual([
      'public.memberships',
      'public.former_members',
      'public.live_positions',
    ])
  })
})

describe('the permission table', () => {
  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
    'says of %s what is declared for every role',
    (path, { meta, type }) => {
      const probe = PROBES[path]
      const { allowed = [], forbidden = [] } = probe ?? {}
      const cells = ROLE_PRESETS.map((role) => [role, cellOf(meta, PRESETS[role])])
      const declared = ROLE_PRESETS.map((role) => [
        role,
        allowed.includes(role) ? 'allowed' : forbidden.includes(role) ? 'forbidden' : 'unknown',
      ])
      expect(cells).toEqual(declared)
      expect(probe?.acts ?? false).toBe(type === 'mutation')
    },
  )
})

/** Every procedure many times; those that change something alone, and fewer of them, since each is put back. */
function chooseProbes(): Probe[] {
  const random = createRandom(seed)
  const queries = procedures.filter(({ type }) => type === 'query')
  return Array.from({ length: PROBE_COUNT }, (_, count) => ({
    procedure:
      (count < EACH_AT_LEAST * procedures.length
        ? procedures[count % procedures.length]
        : undefined) ?? random.pick(random.chance(0.1) ? procedures : queries),
    actor: random.pick<Actor>(scene.actors),
    whose: random.pick(WHOSE),
    asForeigner: random.chance(0.25),
    seed: random.int(2 ** 31),
  }))
}

async function look(probe: Probe): Promise<string[]> {
  const { procedure, actor, whose, asForeigner } = probe
  const words = `${procedure.path} by ${actor.role} about ${whose} things`
  return (await findings(probe)).map(
    (finding) => `${words}${asForeigner ? ' as a foreigner' : ''}: ${finding}`,
  )
}

it(
  'tells nothing of another tenant in two thousand probes of every procedure by every role',
  { timeout: 240_000 },
  async () => {
    untouched = await scene.snapshot.checksumOf(scene.world.theirs.id)
    const probes = chooseProbes()
    const [reads, acts] = [
      probes.filter(({ procedure }) => procedure.type === 'query'),
      probes.filter(({ procedure }) => procedure.type === 'mutation'),
    ]
    const wrong: string[] = []
    for (let at = 0; at < reads.length; at += SIDE_BY_SIDE) {
      wrong.push(...(await Promise.all(reads.slice(at, at + SIDE_BY_SIDE).map(look))).flat())
    }
    for (const probe of acts) wrong.push(...(await look(probe)))
    expect({ seed, wrong: wrong.slice(0, 10) }).toEqual({ seed, wrong: [] })
    const covered = new Set(probes.map(({ procedure }) => procedure.path))
    expect([...covered].toSorted()).toEqual(procedures.map(({ path }) => path).toSorted())
    expect(await scene.snapshot.checksumOf(scene.world.theirs.id)).toBe(untouched)
  },
)
