/** What one run of the fault suite is made of; everything that is drawn comes from the seed. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { dataDir } from '#workers/dev/env.ts'

export interface SuiteOptions {
  seed: number
  /** Upstream objects with a life of their own, over all sources and kinds. */
  objects: number
  /** Chapters in the life of each: made, changed, changed twice at once, deleted, made again, merged. */
  histories: number
  /** Processes ended outright on the way; a quarter as many are frozen besides. */
  kills: number
  /** How long the system may take to agree with its sources afterwards, at most. */
  minutes: number
  /** Where processes write what they say, and what was found. */
  logDir: string
}

const USAGE =
  'Usage: npm run faults -- [--seed N] [--objects 1000] [--histories 5] [--kills 20] [--minutes 10]'

/** @throws Error with the usage */
export function readOptions(args: readonly string[]): SuiteOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      objects: { type: 'string', default: '1000' },
      histories: { type: 'string', default: '5' },
      kills: { type: 'string', default: '20' },
      minutes: { type: 'string', default: '10' },
    },
  })
  const seed = wholeOf(values.seed ?? String(Math.floor(Math.random() * 1_000_000)))
  return {
    seed,
    objects: wholeOf(values.objects),
    histories: wholeOf(values.histories),
    kills: wholeOf(values.kills),
    minutes: wholeOf(values.minutes),
    logDir: path.join(dataDir, 'faults', `seed-${seed}`),
  }
}

function wholeOf(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new Error(`${text} is no whole number. ${USAGE}`)
}
