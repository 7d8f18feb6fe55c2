/**
 * Ends, freezes or restarts one process after the other, at moments and for times that come from the seed. A restart
 * is what a deployment does: asked to end, waited for, started again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#integrations/sandbox/demo/random.ts'
import type { Service, StandaloneStack } from '../stack/standalone-stack.ts'

const TARGETS = ['worker-1', 'worker-2', 'web-1', 'web-2', 'temporal', 'postgres'] as const
export type Target = (typeof TARGETS)[number]

export interface Blow {
  target: Target
  how: 'kill' | 'freeze' | 'restart'
  /** How long it is away, in milliseconds; after a restart it is back at once. */
  ms: number
}

/** What a deployment restarts. */
const DEPLOYED = TARGETS.slice(0, 4)
const FREEZES_PER_KILL = 0.25
const RESTARTS_PER_KILL = 0.25
const LONGEST_MS = 6_000
/** Past the time a local activity and a workflow task may take, so that what thaws has been overtaken. */
const FROZEN_MS = 12_000

export function planBlows(random: Random, kills: number): Blow[] {
  const blow = (how: Blow['how'], longest: number): Blow => ({
    target: random.pick(TARGETS),
    how,
    ms: random.whole(300, longest),
  })
  return random.shuffled([
    ...Array.from({ length: kills }, () => blow('kill', LONGEST_MS)),
    ...Array.from({ length: Math.round(kills * FREEZES_PER_KILL) }, () =>
      blow('freeze', FROZEN_MS),
    ),
  ])
}

/** Puts restarts between blows that are planned, which stay as they are. @param random one of its own */
export function planRestarts(random: Random, blows: readonly Blow[], kills: number): Blow[] {
  const all = [...blows]
  for (let left = Math.round(kills * RESTARTS_PER_KILL); left > 0; left--) {
    const restart = { target: random.pick(DEPLOYED), how: 'restart', ms: 0 } as const
    all.splice(random.whole(0, all.length), 0, restart)
  }
  return all
}

export async function strike(stack: StandaloneStack, { target, how, ms }: Blow): Promise<void> {
  const victim = victimOf(stack, target)
  if (how === 'freeze') {
    victim.freeze()
    await sleep(ms)
    victim.thaw()
    return
  }
  await (how === 'restart' ? victim.stop() : victim.kill())
  await sleep(ms)
  await victim.start()
}

function victimOf({ processes, services }: StandaloneStack, target: Target): Service {
  if (target === 'temporal' || target === 'postgres') return services[target]
  const [name = '', number] = target.split('-')
  const group = name === 'web' ? processes.web : processes.worker
  const victim = group.each[Number(number) - 1]
  if (!victim) throw new Error(`There is no ${target}.`)
  return victim
}

/** Names of processes that ended without a blow. */
export const fallenOf = ({ processes }: StandaloneStack): string[] =>
  [processes.worker, processes.web].flatMap(({ each }) =>
    each.flatMap((one, place) =>
      one.isRunning() ? [] : [`${one.name}-${place + 1} ended by itself`],
    ),
  )
