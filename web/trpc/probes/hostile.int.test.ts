/**
 * U09, U10, X08, X09, C09: two hundred SQL payloads, texts that no column takes and numbers out of bounds, in every
 * place of every input. Nothing fails, nothing takes long, nothing is seen, and no answer tells of our insides.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ask, inputAbout } from '../../testing/probes/ask.ts'
import { leavesOf, withLeaf } from '../../testing/probes/leaves.ts'
import { SQL_PAYLOADS, STRANGE_NUMBERS, STRANGE_TEXTS } from '../../testing/probes/payloads.ts'
import { createProbeScene, type ProbeScene } from '../../testing/probes/probe-scene.ts'
import { proceduresOf, type ProbedProcedure } from '../../testing/probes/router-procedures.ts'
import { appRouter } from '../router.ts'

/** Less than the payloads would have a query sleep, more than a busy machine needs. */
const MAX_MS = 4_500
const SIDE_BY_SIDE = 5
/** Of the inputs that the schema itself refuses, so many are sent: all of them end in the same place. */
const REFUSED_SENT = 6
/** Characters; queries travel in the address, which Node cuts off at 16 kB of headers. */
const MAX_QUERY = 4_000
/** Inputs of one procedure, to meet its optional parts and its variants. */
const SEEDS = [1, 2, 3, 4]
const INSIDES =
  /at .*\.[jt]s:\d|node_modules|syntax error|relation "|column "|violates|invalid byte|SQLSTATE|ECONN|portside_/

const procedures = proceduresOf(appRouter).filter(({ input }) => input !== undefined)
let scene: ProbeScene

beforeAll(async () => {
  scene = await createProbeScene()
})

afterAll(async () => {
  await scene.close()
})

/** One input per place and value, the accepted ones all, of the refused ones some. */
function hostileInputs(procedure: ProbedProcedure<unknown>): unknown[] {
  const inputs = new Map<string, { input: unknown; at: string }>()
  for (const seed of SEEDS) {
    const { input } = inputAbout(scene, procedure, { whose: 'own', seed })
    for (const { path, value } of leavesOf(input)) {
      const isText = typeof value === 'string' || value === null
      for (const hostile of isText ? [...SQL_PAYLOADS, ...STRANGE_TEXTS] : STRANGE_NUMBERS) {
        const at = path.filter((part) => typeof part === 'string').join('.')
        // Where one input had null and another had words, the same place is meant.
        const key = `${at} ${JSON.stringify(hostile)}`
        if (!inputs.has(key)) inputs.set(key, { input: withLeaf(input, path, hostile), at })
      }
    }
  }
  const refused = new Map<string, number>()
  return [...inputs.values()].flatMap(({ input, at }) => {
    if (procedure.type === 'query' && JSON.stringify(input).length > MAX_QUERY) return []
    if (procedure.input && z.safeParse(procedure.input, input).success) return [input]
    const count = (refused.get(at) ?? 0) + 1
    refused.set(at, count)
    return count <= REFUSED_SENT ? [input] : []
  })
}

async function lookAt(procedure: ProbedProcedure<unknown>, input: unknown): Promise<string[]> {
  const timed = async () => {
    const started = performance.now()
    const answer = await ask({ actor: scene.actor('admin'), procedure, input })
    return { answer, ms: performance.now() - started }
  }
  let { answer, ms } = await timed()
  // A busy machine is slow once; a query that sleeps is slow always.
  if (ms > MAX_MS) ({ answer, ms } = await timed())
  const { status, text } = answer
  const given = JSON.stringify(input).slice(0, 300)
  // What was given may be said again, also in parts.
  const said = status === 400 ? '' : text.replaceAll('role portside_owner', '')
  return [
    ...(status >= 500 ? [`${String(status)} to ${given}`] : []),
    ...(ms > MAX_MS ? [`${String(Math.round(ms))} ms for ${given}`] : []),
    ...(text.includes(scene.foreignWord) ? [`foreign words for ${given}`] : []),
    ...(INSIDES.test(said) ? [`insides for ${given}: ${text.slice(0, 300)}`] : []),
  ]
}

describe.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s',
  (_path, procedure) => {
    it('answers whatever is put into its input', { timeout: 120_000 }, async () => {
      const { id } = scene.world.theirs
      const untouched = await scene.snapshot.checksumOf(id)
      const inputs = hostileInputs(procedure)
      expect(inputs.length).toBeGreaterThanOrEqual(REFUSED_SENT)
      const wrong: string[] = []
      for (let at = 0; at < inputs.length; at += SIDE_BY_SIDE) {
        const several = inputs.slice(at, at + SIDE_BY_SIDE)
        wrong.push(...(await Promise.all(several.map((input) => lookAt(procedure, input)))).flat())
        if (procedure.type === 'mutation') expect(await scene.snapshot.restore(id)).toBe(untouched)
      }
      expect(wrong.slice(0, 5)).toEqual([])
      expect(await scene.snapshot.checksumOf(id)).toBe(untouched)
    })
  },
)

it('reads nothing from a prototype, and changes none', async () => {
  const actor = scene.actor('admin')
  for (const procedure of procedures) {
    const { input } = inputAbout(scene, procedure, { whose: 'own', seed: 1 })
    for (const name of ['__proto__', 'constructor']) {
      const text = JSON.stringify(input).replace(
        /^\{/,
        `{"${name}":{"prototype":{"polluted":true},"polluted":true},`,
      )
      const forged = JSON.parse(text.replace(',}', '}')) as unknown
      const { status } = await ask({ actor, procedure, input: forged })
      expect([procedure.path, name, status < 500]).toEqual([procedure.path, name, true])
    }
    if (procedure.type === 'mutation') await scene.snapshot.restore(scene.world.theirs.id)
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})
