/**
 * The lives of many upstream objects. What happens to each comes from a random of its own, so one object's life is the
 * same whatever the others do; a life has as many chapters as asked for.
 */
import { createRandom, type Random } from '#integrations/sandbox/demo/random.ts'
import { KINDS, type Kind } from './kinds/index.ts'
import type { Stage } from './stage.ts'

interface Life {
  kind: Kind
  random: Random
  /** Null: not made yet, or gone for good. */
  id: string | null
  isGone: boolean
}

type Event = 'created' | 'changed' | 'twice' | 'deleted' | 'again' | 'merged' | 'refused'
/** By kind. */
export type Tally = Map<string, Record<Event, number>>

export interface Histories {
  tally: Tally
  /** How many objects there are. */
  lives: number
  /** Chapters that are told. */
  told(): number
  /** All chapters, in order; `pace` is awaited before each. */
  play(pace: () => Promise<void>): Promise<void>
}

/** Chapters at a time. */
const PARALLEL = 6

export function createHistories(
  stage: Stage,
  { seed, objects, histories }: { seed: number; objects: number; histories: number },
): Histories {
  const lives = KINDS.flatMap((kind) =>
    Array.from({ length: Math.max(1, Math.round(kind.share * objects)) }, (_, place): Life => {
      const random = createRandom(`${seed} ${kind.name} ${place}`)
      return { kind, random, id: null, isGone: false }
    }),
  )
  const tally: Tally = new Map(
    KINDS.map(({ name }) => [
      name,
      { created: 0, changed: 0, twice: 0, deleted: 0, again: 0, merged: 0, refused: 0 },
    ]),
  )
  let told = 0
  return {
    tally,
    lives: lives.length,
    told: () => told,
    async play(pace) {
      for (let chapter = 0; chapter < histories; chapter++) {
        const order = chapter === 0 ? [...lives] : createRandom(seed + chapter).shuffled(lives)
        const work = async (): Promise<void> => {
          for (let life = order.shift(); life; life = order.shift()) {
            await pace()
            await tell({ stage, tally, lives }, life)
            told++
          }
        }
        await Promise.all(Array.from({ length: PARALLEL }, work))
      }
    },
  }
}

interface World {
  stage: Stage
  tally: Tally
  lives: readonly Life[]
}

async function tell({ stage, tally, lives }: World, life: Life): Promise<void> {
  const { kind, random } = life
  const scene = { stage, random }
  const count = (what: Event, isDone = true): void => {
    const own = tally.get(kind.name)
    if (own) own[isDone ? what : 'refused']++
  }
  if (life.id === null) {
    life.id = await kind.create(scene)
    count('created')
    return
  }
  if (life.isGone) {
    await bringBack(life, scene)
    count('again')
    return
  }
  const drawn = random.next()
  const { id } = life
  if (drawn < 0.45) count('changed', await random.pick(kind.changes)(scene, id))
  else if (drawn < 0.7) {
    // One right after the other: within a second, often within a millisecond.
    count('twice', await random.pick(kind.changes)(scene, id))
    await random.pick(kind.changes)(scene, id)
  } else if (drawn < 0.8 && kind.merge) {
    const other = random.pick(lives.filter((each) => each.kind === kind && each !== life))
    const loser = other.isGone ? null : other.id
    if (loser === null) {
      count('merged', false)
      return
    }
    other.isGone = true
    const isDone = await kind.merge(scene, { winner: id, loser })
    // What was merged is another one from now on.
    if (isDone) other.id = null
    other.isGone = false
    count('merged', isDone)
  } else {
    life.isGone = await kind.remove(scene, id)
    count('deleted', life.isGone)
    if (!life.isGone || random.chance(0.5)) return
    await bringBack(life, scene)
    count('again')
  }
}

async function bringBack(life: Life, scene: { stage: Stage; random: Random }): Promise<void> {
  const { kind, id } = life
  const isBack = id !== null && kind.restore !== undefined && (await kind.restore(scene, id))
  if (!isBack) life.id = await kind.create(scene)
  life.isGone = false
}
