/** Calls one procedure over HTTP as an actor, and says of the answer what a person could tell it apart by. */
import type { Answer } from '../browser.ts'
import { buildInput } from './build-input.ts'
import { createRandom } from './random.ts'
import type { Whose } from './id-pool.ts'
import type { Actor, ProbeScene } from './probe-scene.ts'
import type { ProbedProcedure } from './router-procedures.ts'

export interface Asking {
  actor: Actor
  procedure: ProbedProcedure<unknown>
  tenant?: string
  input: unknown
}

export const ask = ({ actor, procedure, tenant = 'northgate', input }: Asking): Promise<Answer> =>
  actor.browser[procedure.type === 'query' ? 'query' : 'mutate'](procedure.path, { tenant, input })

/** The input of this seed about things of somebody; with another `whose` only the ids in it differ. */
export function inputAbout(
  { ids }: Pick<ProbeScene, 'ids'>,
  procedure: ProbedProcedure<unknown>,
  { whose, seed }: { whose: Whose; seed: number },
): { input: unknown; hasIds: boolean } {
  const random = createRandom(seed)
  let hasIds = false
  const input = buildInput(procedure.input, {
    procedure: procedure.path,
    random,
    idOf(kind) {
      hasIds = true
      return ids.pick(kind, whose, random)
    },
  })
  return { input, hasIds }
}

/** Differ from answer to answer, whatever it says. */
const CHANGING: ReadonlySet<string> = new Set(['date', 'x-request-id', 'content-security-policy'])

/** What is left of a session runs while it is asked. */
const CLOCKS = /"(idleMs|absoluteMs)":-?\d+/g

/** Status, headers and body without the request's id and the ids that were asked about. */
export function tellable({ status, text, headers }: Answer, ids: ProbeScene['ids']): string {
  const told = [...headers].filter(([name]) => !CHANGING.has(name))
  const body = ids.without(text.replace(/"requestId":"[^"]+"/, '').replaceAll(CLOCKS, '"$1":0'))
  return JSON.stringify([status, told, body])
}
