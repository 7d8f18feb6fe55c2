/** What can happen to the objects of one kind: a table, so that a further kind is a file and a line. */
import { z } from 'zod'
import type { Random } from '#integrations/sandbox/demo/random.ts'
import type { Stage } from '../stage.ts'

export interface Scene {
  stage: Stage
  random: Random
}

/** False: the source refused it in the state the object is in. */
export type Deed = (scene: Scene, id: string) => Promise<boolean>

export interface Kind {
  name: string
  /** Of all objects; shares add up to 1. */
  share: number
  /** The id at the source. */
  create(scene: Scene): Promise<string>
  changes: readonly Deed[]
  remove: Deed
  /** Brings the same object back; without it a new one takes its place. */
  restore?: Deed
  /** The other one of the same kind goes into this one. */
  merge?: (scene: Scene, ids: { winner: string; loser: string }) => Promise<boolean>
}

const made = z.object({ object: z.object({ id: z.string() }) })
/** From the answer to making one. @throws ZodError where that was refused */
export const idOfMade = (answer: unknown): string => made.parse(answer).object.id

/** At a path of the desk; false: refused. */
export const act = async (
  { stage }: Pick<Scene, 'stage'>,
  path: string,
  input: object = {},
): Promise<boolean> => (await stage.control.send('POST', `/${path}`, input)) !== null

/** Deeds by the desk's own actions on objects of one path. */
export const actsOn =
  (path: string) =>
  (action: string, input: () => object = () => ({})): Deed =>
  (scene, id) =>
    act(scene, `${path}/${id}/${action}`, input())

let turn = 0
/** A word that was never there before, so that every change changes something. */
export const fresh = (word: string): string => `${word} ${++turn}`
