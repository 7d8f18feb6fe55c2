/** Chance that can be repeated: everything a probe picks comes out of one seed, which a failing test prints. */

export interface Random {
  /** From 0 up to, and without, `below`. */
  int(below: number): number
  /** @throws Error when there is nothing to pick from */
  pick<T>(from: readonly T[]): T
  /** True in this share of all cases, between 0 and 1. */
  chance(share: number): boolean
}

/** mulberry32: small, and even enough to pick test cases with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    int,
    pick(from) {
      const index = int(from.length)
      if (index >= from.length) throw new Error('There is nothing to pick from.')
      return from[index] as (typeof from)[number]
    },
    chance: (share) => next() < share,
  }
}

/** A new one each run; `PROBE_SEED` repeats a run that failed. */
export function seedOfRun(given: string | undefined): number {
  const seed = Number(given)
  return given !== undefined && Number.isInteger(seed) ? seed : Math.floor(Math.random() * 2 ** 31)
}
